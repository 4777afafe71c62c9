#include "runs/registry.hpp"

#include <algorithm>
#include <vector>

namespace parley::runs {

std::shared_ptr<run> registry::open(std::string id, std::string owner, const asio::any_io_executor& loop)
{
    auto opened = std::make_shared<run>(id, std::move(owner), limits_.each, used_, loop);
    const std::lock_guard lock(guard_);
    if (runs_.size() >= limits_.runs_max) return nullptr;
    runs_.emplace(std::move(id), opened);
    return opened;
}

std::shared_ptr<run> registry::find(const std::string& id, std::string_view asked_by) const
{
    const std::lock_guard lock(guard_);
    const auto found = runs_.find(id);
    if (found == runs_.end()) return nullptr;
    const auto& owner = found->second->owner();
    return owner.empty() || owner == asked_by ? found->second : nullptr;
}

void registry::remove(const std::string& id)
{
    const std::lock_guard lock(guard_);
    runs_.erase(id);
}

void registry::sweep(deadline now)
{
    const std::lock_guard lock(guard_);
    std::erase_if(runs_, [&](const auto& each) {
        const auto ended = each.second->ended_at();
        return ended && now - *ended >= limits_.kept;
    });
    make_room();
}

// Before it is full: answers that still come must not lose lines to those that are over.
void registry::make_room()
{
    const auto enough = used_.bytes_max / 4 * 3;
    if (used_.bytes <= enough) return;
    std::vector<std::pair<deadline, std::string>> over;
    for (const auto& [id, each] : runs_)
        if (const auto ended = each->ended_at()) over.emplace_back(*ended, id);
    std::ranges::sort(over);
    for (const auto& [ended, id] : over) {
        if (used_.bytes <= enough) return;
        runs_.erase(id);
    }
}

std::size_t registry::size() const
{
    const std::lock_guard lock(guard_);
    return runs_.size();
}

}  // namespace parley::runs
