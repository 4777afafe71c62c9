#include "http/router.hpp"

#include <algorithm>

namespace parley::http {
namespace {

constexpr std::size_t no_match = static_cast<std::size_t>(-1);

// How exactly `pattern` names `path`: the length of what they share, an exact one above every prefix.
std::size_t closeness(std::string_view pattern, std::string_view path)
{
    if (pattern == path) return no_match - 1;
    if (!pattern.ends_with("/*")) return no_match;
    pattern.remove_suffix(1);
    return path.size() > pattern.size() && path.starts_with(pattern) ? pattern.size() : no_match;
}

void add_method(std::string& allowed, std::string_view method)
{
    if (!allowed.empty()) allowed += ", ";
    allowed += method;
}

}  // namespace

match router::find(std::string_view method, std::string_view path) const
{
    std::size_t best = no_match;
    for (const auto& candidate : routes_) {
        const auto close = closeness(candidate.path, path);
        if (close != no_match && (best == no_match || close > best)) best = close;
    }
    if (best == no_match) return {};

    // Only the closest pattern speaks, so that a method missing there is 405 and not some wider route.
    match answer;
    for (const auto& candidate : routes_) {
        if (closeness(candidate.path, path) != best) continue;
        if (candidate.method == method) return {&candidate, {}};
        if (candidate.method == "GET") {
            if (method == "HEAD" && !answer.found) answer.found = &candidate;
            add_method(answer.allowed, "GET, HEAD");
        } else {
            add_method(answer.allowed, candidate.method);
        }
    }
    if (answer.found) answer.allowed.clear();
    return answer;
}

}  // namespace parley::http
