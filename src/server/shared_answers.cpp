#include "server/shared_answers.hpp"

namespace parley::server {

shared_answers::seat shared_answers::join(const std::string& key, const asio::any_io_executor& loop)
{
    const std::lock_guard lock(guard_);
    auto& found = under_way_[key];
    if (found)
        if (auto reader = found->join(loop)) return {std::move(reader)};
    found = std::make_shared<shared_answer>(limits_, used_, loop);
    return {found->join(loop), found};
}

void shared_answers::forget(const std::string& key, const shared_answer& which)
{
    const std::lock_guard lock(guard_);
    const auto found = under_way_.find(key);
    if (found != under_way_.end() && found->second.get() == &which) under_way_.erase(found);
}

}  // namespace parley::server
