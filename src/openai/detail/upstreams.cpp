#include "openai/detail/upstreams.hpp"

#include "openai/address.hpp"

#include <cassert>

namespace parley::openai {
namespace {

// Another host may do better: this one is busy, broken or out of reach.
bool may_spill(const error& problem, deadline until)
{
    switch (problem.code) {
        case errc::upstream_busy:
        case errc::upstream_failed:
        case errc::unreachable:
        case errc::closed:
            return true;
        case errc::timed_out:
            return std::chrono::steady_clock::now() < until;
        default:
            return false;
    }
}

}  // namespace

upstreams::upstreams(http::client& client, std::vector<endpoint> in_order)
{
    assert(!in_order.empty());
    for (auto& each : in_order) hosts_.push_back(std::make_unique<upstream>(client, std::move(each)));
}

asio::awaitable<result<answer>> upstreams::ask(std::string model, call_for make, deadline until,
                                               refusal_facts* refused)
{
    if (hosts_.size() > 1) co_return co_await ask_in_turn(model, make, until, refused);
    auto what = make(0, hosts_[0]->model_name(model));
    if (!what) co_return what.error();
    co_return co_await hosts_[0]->ask(std::move(*what), until, refused);
}

asio::awaitable<result<answer>> upstreams::ask_in_turn(const std::string& model, const call_for& make,
                                                       deadline until, refusal_facts* refused)
{
    std::size_t soonest = 0;
    std::optional<std::chrono::seconds> shortest_wait;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        auto what = make(i, hosts_[i]->model_name(model));
        if (!what) co_return what.error();
        auto* const setbacks = what->setbacks;
        auto got = co_await hosts_[i]->ask_at_once(std::move(*what), until, refused);
        if (got) {
            got->from = i;
            if (i > 0) log_spill(i);
            co_return got;
        }
        if (!may_spill(got.error(), until)) co_return got.error();
        const auto wait = got.error().retry_after;
        if (!shortest_wait || wait < *shortest_wait) {
            shortest_wait = wait;
            soonest = i;
        }
        if (setbacks == nullptr || i + 1 == hosts_.size()) continue;
        setback met{got.error().code, {}, static_cast<int>(i) + 2, hosts_[i + 1]->model_name(model)};
        co_await setbacks->met(std::move(met));
    }
    auto what = make(soonest, hosts_[soonest]->model_name(model));
    if (!what) co_return what.error();
    what->tries_before = static_cast<int>(hosts_.size());
    auto got = co_await hosts_[soonest]->ask(std::move(*what), until, refused);
    if (got) got->from = soonest;
    co_return got;
}

void upstreams::log_spill(std::size_t host) const
{
    const auto& by = hosts_[host]->where();
    if (by.log != nullptr)
        by.log->write(log_level::info, "model_spilled",
                      {{"to", by.deployment}, {"place", shown_address(by.base_url)}});
}

}  // namespace parley::openai
