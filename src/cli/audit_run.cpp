#include "cli/audit_run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace parley::cli {
namespace {

struct shared_work {
    const std::vector<audit_visit>& visits;
    std::vector<audited_visit>& into;
    const std::function<void(std::size_t)>& on_visit;
    std::size_t next = 0;
    std::size_t done = 0;
};

// Outcomes are those of each `audit as` and of the end; the last of a visit that failed is its failure.
std::vector<std::string> states_of(const audit::page_plan& plan, std::size_t outcomes)
{
    std::vector<std::string> states;
    for (const auto& each : plan.actions)
        if (each.kind == audit::action_kind::audit_as) states.push_back(each.value);
    states.resize(std::max(states.size() + 1, outcomes));
    states.resize(outcomes);
    return states;
}

audited_visit named(const audit_visit& visit, std::vector<audit::page_outcome> outcomes)
{
    audited_visit made{.outcomes = std::move(outcomes), .states = {}};
    made.states = states_of(visit.plan, made.outcomes.size());
    for (std::size_t i = 0; i < made.outcomes.size(); ++i) {
        auto& each = made.outcomes[i];
        each.page = visit.name;
        each.file = visit.file;
        each.variant = visit.view;
        each.unsure_counts_from = audit::unsure_counts_from(visit.limits);
        if (!made.states[i].empty()) each.variant += (visit.view.empty() ? "" : " ") + made.states[i];
    }
    return made;
}

// By what counts of it: looking again is no cure for what is known.
bool has_failed(const audit_visit& visit, const std::vector<audit::page_outcome>& outcomes)
{
    return std::ranges::any_of(outcomes, [&visit](audit::page_outcome each) {
        each.page = visit.name;
        if (visit.take_known) visit.take_known(each);
        return each.results && audit::rules_that_count(*each.results, visit.limits) > visit.limits.rules_max;
    });
}

asio::awaitable<std::vector<audit::page_outcome>> audit_one(audit::auditor& by, const audit_visit& visit)
{
    auto outcomes = co_await by.audit(visit.plan);
    for (auto left = visit.retries; left > 0 && has_failed(visit, outcomes); --left) {
        asio::steady_timer pause(co_await asio::this_coro::executor, visit.interval);
        co_await pause.async_wait(asio::use_awaitable);
        outcomes = co_await by.audit(visit.plan);
    }
    co_return outcomes;
}

asio::awaitable<void> work(audit::auditor& by, shared_work& all)
{
    const auto stop = co_await asio::this_coro::cancellation_state;
    while (all.next < all.visits.size()) {
        const auto mine = all.next++;
        auto outcomes = co_await audit_one(by, all.visits[mine]);
        if (stop.cancelled() != asio::cancellation_type::none) co_return;
        all.into[mine] = named(all.visits[mine], std::move(outcomes));
        all.on_visit(++all.done);
    }
}

}  // namespace

asio::awaitable<result<void>> audit_all(const auditors& by, const std::vector<audit_visit>& visits,
                                        std::vector<audited_visit>& into,
                                        std::function<void(std::size_t)> on_visit)
{
    auto loop = co_await asio::this_coro::executor;
    const auto stop = co_await asio::this_coro::cancellation_state;
    into.resize(visits.size());
    shared_work all{.visits = visits, .into = into, .on_visit = on_visit};
    using worker = decltype(asio::co_spawn(loop, work(*by.front(), all), asio::deferred));
    std::vector<worker> workers;
    for (const auto& each : by) workers.push_back(asio::co_spawn(loop, work(*each, all), asio::deferred));
    const auto [order, thrown] = co_await asio::experimental::make_parallel_group(std::move(workers))
                                     .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    if (stop.cancelled() != asio::cancellation_type::none) co_return error{errc::cancelled, "stopped"};
    for (const auto& each : thrown)
        if (each) std::rethrow_exception(each);
    co_return result<void>();
}

}  // namespace parley::cli
