#include "server/visitor.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unistd.h>

namespace parley::server {
namespace {

constexpr std::string_view cookie_name = "parley_visitor";
constexpr std::string_view seconds_kept = "34560000";  // 400 days, the longest that browsers take
constexpr std::size_t key_length = 64;

std::string random_hex(std::size_t bytes)
{
    std::array<unsigned char, key_length / 2> random{};
    if (::getentropy(random.data(), bytes) != 0)
        throw std::runtime_error("the system gives no random numbers");
    std::string hex;
    for (std::size_t i = 0; i < bytes; ++i) ascii::append_hex(hex, random.at(i));
    return hex;
}

bool is_key(std::string_view text)
{
    return text.size() == key_length &&
           std::ranges::all_of(text, [](char c) { return ascii::hex_value(c) >= 0; });
}

bool came_over_tls(const http::fields& headers)
{
    return ascii::equals_without_case(headers.find("x-forwarded-proto").value_or(""), "https");
}

std::string cookie_for(const std::string& key, const http::fields& headers)
{
    std::string cookie(cookie_name);
    cookie += "=" + key + "; Path=/; Max-Age=" + std::string(seconds_kept) + "; HttpOnly; SameSite=Strict";
    return came_over_tls(headers) ? cookie + "; Secure" : cookie;
}

std::string_view authority_of(std::string_view origin)
{
    const auto scheme_end = origin.find("://");
    return scheme_end == std::string_view::npos ? origin : origin.substr(scheme_end + 3);
}

}  // namespace

visitor visitor_of(const http::fields& headers)
{
    auto key = known_visitor(headers).value_or("");
    if (key.empty()) key = random_hex(key_length / 2);
    auto cookie = cookie_for(key, headers);
    return {std::move(key), std::move(cookie)};
}

std::optional<std::string> known_visitor(const http::fields& headers)
{
    auto rest = headers.find("cookie").value_or("");
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || ascii::trimmed(pair.substr(0, equals)) != cookie_name)
            continue;
        if (const auto value = ascii::trimmed(pair.substr(equals + 1)); is_key(value))
            return std::string(value);
    }
    return std::nullopt;
}

std::string user_of(const http::request& request)
{
    if (auto key = known_visitor(request.headers)) return *std::move(key);
    std::string_view addresses;
    for (const auto& [name, value] : request.headers)
        if (ascii::equals_without_case(name, "x-forwarded-for")) addresses = value;
    if (const auto comma = addresses.rfind(','); comma != std::string_view::npos)
        addresses.remove_prefix(comma +
                                1);  // the last one of the last line was added by the proxy next to us
    const auto address = ascii::trimmed(addresses);
    return address.empty() ? request.peer : std::string(address);
}

bool is_from_another_site(const http::fields& headers)
{
    if (const auto from = headers.find("sec-fetch-site")) return *from != "none" && *from != "same-origin";
    const auto origin = headers.find("origin");
    return origin && !ascii::equals_without_case(authority_of(*origin), headers.find("host").value_or(""));
}

std::string random_name()
{
    return random_hex(16);
}

}  // namespace parley::server
