#include "identity/token_cache.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

// The order of scopes, and how often each is named, makes no difference to the token.
std::vector<std::string> normalised(std::vector<std::string> scopes)
{
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

}  // namespace

token_cache::token_cache(std::shared_ptr<token_credential> credential, const host& machine, log_sink& log,
                         token_cache_limits limits)
    : from_{std::move(credential), machine, log, limits.flight_max}, entries_max_(limits.entries_max)
{
}

asio::awaitable<result<access_token>> token_cache::get_token(token_request request, deadline until)
{
    const auto entry = entry_for(request);
    if (!request.claims.empty()) {
        const auto asked_at = from_.now();
        auto got = co_await from_.credential->get_token(std::move(request), until);
        if (!got) co_return got.error();
        co_return *entry->accept(std::move(*got), asked_at);
    }
    const auto token = co_await entry->get(until);
    if (!token) co_return token.error();
    co_return **token;
}

std::shared_ptr<bearer_tokens> token_cache::tokens_for(const token_request& request)
{
    return entry_for(request);
}

void token_cache::stop()
{
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    for (const auto& each : entries_) each.second->stop();
}

std::size_t token_cache::size() const
{
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

std::shared_ptr<shared_token> token_cache::entry_for(const token_request& request)
{
    key which{normalised(request.scopes), ascii::lower_case(request.tenant), request.origin};
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(which); found != entries_.end()) return found->second;
    make_room();
    auto asked = request;
    asked.claims.clear();
    auto made = std::make_shared<shared_token>(from_, std::move(asked));
    if (is_stopped_) made->stop();
    entries_.emplace(std::move(which), made);
    return made;
}

// Who holds an entry besides us must not lose it to a second one for the same tokens.
void token_cache::make_room()
{
    const auto is_unused = [](const auto& each) { return each.second.use_count() == 1; };
    std::erase_if(entries_, [&](const auto& each) { return is_unused(each) && each.second->is_idle(); });
    while (entries_.size() >= entries_max_) {
        const auto unused = std::find_if(entries_.begin(), entries_.end(), is_unused);
        if (unused == entries_.end()) return;
        entries_.erase(unused);
    }
}

}  // namespace parley::identity
