#include "http/detail/pool.hpp"

namespace parley::http {

pool::place::place(destination& at) : at_(&at)
{
    ++at_->open_;
}

pool::place::~place()
{
    if (at_ != nullptr) --at_->open_;
}

std::optional<pool::member> pool::take(const std::string& key)
{
    auto& idle = destinations_[key].idle_;
    while (!idle.empty()) {
        member candidate = std::move(idle.back());
        idle.pop_back();
        if (candidate.link->is_overdue()) continue;
        candidate.link->rest();
        if (candidate.link->is_quiet()) return candidate;
    }
    return std::nullopt;
}

std::optional<pool::place> pool::reserve(const std::string& key)
{
    destination& at = destinations_[key];
    if (at.open_ >= limits_.open_max) return std::nullopt;
    return place(at);
}

void pool::keep(member done)
{
    auto& idle = done.taken.at().idle_;
    // Those at the front have waited longest; the watchdog may have closed them.
    const auto has_ended = [](const member& each) { return each.link->gave_up() || each.link->is_overdue(); };
    while (!idle.empty() && has_ended(idle.front())) idle.erase(idle.begin());
    if (idle.size() >= limits_.idle_max) return;
    done.link->idle_until(deadline_after(limits_.idle_timeout));
    idle.push_back(std::move(done));
}

void pool::close()
{
    limits_.idle_max = 0;
    for (auto& [key, at] : destinations_) std::vector<member>().swap(at.idle_);
}

}  // namespace parley::http
