#include "http/cors.hpp"

#include "base/ascii.hpp"
#include "http/url.hpp"

#include <algorithm>

namespace parley::http {
namespace {

constexpr const char* preflight_seconds = "7200";  // the longest that Chromium remembers one

// As browsers serialize an origin: lower case, without the scheme's own port and without a path.
result<std::string> read_origin(std::string_view text)
{
    const std::string given(text);
    const auto parsed = parse_url(text);
    if (!parsed || given.find('*') != std::string::npos)
        return error{errc::invalid_input, "\"" + given +
                                              "\" is no origin: name each one as https://www.example.com; "
                                              "there is no wildcard"};
    const auto* const scheme = parsed->where.over == transport::tls ? "https://" : "http://";
    auto origin = scheme + host_field_of(parsed->where);
    if (origin != given)
        return error{errc::invalid_input, "\"" + given + "\" is no origin: write \"" + origin + "\""};
    return origin;
}

}  // namespace

result<std::vector<std::string>> read_origins(std::string_view list)
{
    std::vector<std::string> origins;
    const auto is_between = [](char c) { return c == ',' || ascii::is_white_space(c); };
    while (!list.empty()) {
        const auto end = static_cast<std::size_t>(std::ranges::find_if(list, is_between) - list.begin());
        if (end > 0) {
            auto origin = read_origin(list.substr(0, end));
            if (!origin) return origin.error();
            origins.push_back(*std::move(origin));
        }
        list.remove_prefix(std::min(list.size(), end + 1));
    }
    return origins;
}

std::string_view allowed_origin(const cors_policy& policy, const fields& request)
{
    const auto found = std::ranges::find(policy.origins, request.find("origin").value_or(""));
    return found == policy.origins.end() ? std::string_view() : std::string_view(*found);
}

void add_cors_fields(const cors_policy& policy, std::string_view origin, fields& answer)
{
    if (policy.origins.empty()) return;
    answer.add("Vary", "Origin");  // also without one: a cache may hold it for the next
    if (origin.empty()) return;
    answer.set("Access-Control-Allow-Origin", std::string(origin));
    answer.set("Access-Control-Expose-Headers", policy.exposed_headers);
}

std::optional<fields> preflight_fields(const cors_policy& policy, const request& asked,
                                       const std::string& methods)
{
    if (asked.method != "OPTIONS" || methods.empty() ||
        !asked.headers.find("access-control-request-method") || allowed_origin(policy, asked.headers).empty())
        return std::nullopt;
    return fields{{"Access-Control-Allow-Methods", methods},
                  {"Access-Control-Allow-Headers", policy.allowed_headers},
                  {"Access-Control-Max-Age", preflight_seconds}};
}

}  // namespace parley::http
