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

bool is_from_another_site(const http::fields& headers)
{
    const auto from = headers.find("sec-fetch-site").value_or("none");
    return from != "none" && from != "same-origin";
}

std::string random_name()
{
    return random_hex(16);
}

}  // namespace parley::server
