#include "mock/rate_limits.hpp"

#include "mock/fixtures/member_reader.hpp"
#include "mock/wire/usage.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t windows_max = 4096;
constexpr std::int64_t count_max = 1'000'000'000'000;
constexpr std::int64_t window_ms_max = 86'400'000;  // a day

std::int64_t tokens_of(const asked& asking)
{
    const auto output = asking.at == endpoint::embeddings ? 0 : asking.output_tokens_max;
    return input_tokens(asking) + static_cast<std::int64_t>(output);
}

// `250ms`, `7s` or `6m0s`, as the real service writes it.
std::string duration_text(milliseconds time)
{
    if (time < milliseconds(1000)) return std::to_string(time.count()) + "ms";
    const auto seconds = (time.count() + 999) / 1000;
    if (seconds < 60) return std::to_string(seconds) + "s";
    return std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
}

void put_headers(http::fields& into, const std::string& what, std::int64_t most, std::int64_t used,
                 milliseconds left)
{
    if (most == 0) return;
    into.set("x-ratelimit-limit-" + what, std::to_string(most));
    into.set("x-ratelimit-remaining-" + what, std::to_string(std::max<std::int64_t>(0, most - used)));
    into.set("x-ratelimit-reset-" + what, duration_text(left));
}

error_reply too_many(const asked& asking, const std::string& what, std::int64_t most, std::int64_t used,
                     std::int64_t wanted, milliseconds left)
{
    return {.status = 429,
            .type = asking.style == host_style::openai ? what : "",
            .code = asking.style == host_style::openai ? "rate_limit_exceeded" : "",
            .message = "Rate limit reached for " + asking.model + " on " + what + ": Limit " +
                       std::to_string(most) + ", Used " + std::to_string(used) + ", Requested " +
                       std::to_string(wanted) + ". Please try again in " + duration_text(left) + ".",
            .retry_after = left,
            .limits = error_reply::limits_told::by_reply};
}

}  // namespace

limits_read read_window_limits(std::string_view text, const std::string& file)
{
    const auto parsed = parse_document(text, file);
    if (!parsed.mistakes.empty()) return {{}, parsed.mistakes};
    mistakes wrong(file);
    limits_read made;
    member_reader members(parsed.root, "limits", {"requests", "tokens", "window_ms"}, wrong);
    if (members.is_map()) {
        auto& limits = made.limits;
        limits.requests_max = members.whole("requests", 0, count_max).value_or(0);
        limits.tokens_max = members.whole("tokens", 0, count_max).value_or(0);
        limits.window =
            milliseconds(members.whole("window_ms", 1, window_ms_max).value_or(limits.window.count()));
    }
    made.mistakes = wrong.take();
    return made;
}

void rate_limits::replace(window_limits limits)
{
    limits_ = limits;
    windows_.clear();
}

rate_limits::window& rate_limits::window_of(const asked& asking, time_point now)
{
    const auto key = std::pair(asking.key_hash, asking.model);
    if (windows_.size() >= windows_max && !windows_.contains(key))
        windows_.erase(
            std::ranges::min_element(windows_, {}, [](const auto& each) { return each.second.ends; }));
    auto& mine = windows_[key];
    if (mine.ends <= now) mine = {now + limits_.window};
    return mine;
}

rate_limits::verdict rate_limits::take(const asked& asking, time_point now)
{
    auto& mine = window_of(asking, now);
    const auto left = std::max(milliseconds(1), std::chrono::ceil<milliseconds>(mine.ends - now));
    const auto tokens = tokens_of(asking);
    const bool has_request = limits_.requests_max == 0 || mine.requests < limits_.requests_max;
    const bool has_tokens = limits_.tokens_max == 0 || mine.tokens + tokens <= limits_.tokens_max;
    verdict made;
    if (!has_request)
        made.refused = too_many(asking, "requests", limits_.requests_max, mine.requests, 1, left);
    else if (!has_tokens)
        made.refused = too_many(asking, "tokens", limits_.tokens_max, mine.tokens, tokens, left);
    if (!made.refused) {
        ++mine.requests;
        mine.tokens += tokens;
    }
    put_headers(made.headers, "requests", limits_.requests_max, mine.requests, left);
    put_headers(made.headers, "tokens", limits_.tokens_max, mine.tokens, left);
    return made;
}

}  // namespace parley::mock
