#include "http/proxy.hpp"

#include "base/ascii.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <charconv>

namespace parley::http {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> address_in(const std::string& text)
{
    boost::system::error_code ec;
    auto address = ip::make_address(text, ec);
    if (ec) return std::nullopt;
    return address;
}

bool is_in_network(const ip::address& address, const std::string& network)
{
    boost::system::error_code ec;
    if (address.is_v4()) {
        const auto v4 = ip::make_network_v4(network, ec);
        return !ec && v4.canonical() == ip::make_network_v4(address.to_v4(), v4.prefix_length()).canonical();
    }
    const auto v6 = ip::make_network_v6(network, ec);
    return !ec && v6.canonical() == ip::make_network_v6(address.to_v6(), v6.prefix_length()).canonical();
}

// The port behind `pattern`, which is then left without it; an IPv6 address needs brackets to have one.
std::optional<std::uint16_t> take_port(std::string& pattern)
{
    const auto colon = pattern.rfind(':');
    const bool bracketed =
        pattern.starts_with('[') && colon != std::string::npos && pattern[colon - 1] == ']';
    if (colon == std::string::npos || (pattern.find(':') != colon && !bracketed)) return std::nullopt;
    std::uint16_t port = 0;
    const char* end = pattern.data() + pattern.size();
    const auto parsed = std::from_chars(pattern.data() + colon + 1, end, port);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    pattern.resize(colon);
    return port;
}

bool excludes(std::string pattern, const origin& target)
{
    if (pattern == "*") return true;
    pattern = ascii::lower_case(pattern);
    const auto port = take_port(pattern);
    if (port && *port != target.port) return false;
    if (pattern.starts_with('[') && pattern.ends_with(']')) pattern = pattern.substr(1, pattern.size() - 2);

    if (const auto address = address_in(target.host)) {
        const auto excluded = address_in(pattern);
        return (excluded && *excluded == *address) || is_in_network(*address, pattern);
    }
    if (pattern.starts_with("*.")) pattern.erase(0, 1);
    if (pattern.starts_with('.')) pattern.erase(0, 1);
    return !pattern.empty() && (target.host == pattern || target.host.ends_with("." + pattern));
}

bool is_excluded(std::string_view no_proxy, const origin& target)
{
    constexpr std::string_view separators = ", \t";
    while (true) {
        const auto begin = no_proxy.find_first_not_of(separators);
        if (begin == std::string_view::npos) return false;
        no_proxy.remove_prefix(begin);
        const auto end = std::min(no_proxy.find_first_of(separators), no_proxy.size());
        if (excludes(std::string(no_proxy.substr(0, end)), target)) return true;
        no_proxy.remove_prefix(end);
    }
}

}  // namespace

bool is_own_machine(const std::string& host)
{
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
    const auto address = address_in(is_bracketed ? host.substr(1, host.size() - 2) : host);
    return address && address->is_loopback();
}

result<std::optional<proxy>> choose_proxy(const proxy_settings& settings, const origin& target)
{
    const bool tls = target.over == transport::tls;
    const std::string& configured = tls ? settings.https_proxy : settings.http_proxy;
    const std::string name = tls ? "HTTPS_PROXY" : "HTTP_PROXY";
    if (configured.empty() || is_own_machine(target.host) || is_excluded(settings.no_proxy, target))
        return std::nullopt;

    const bool has_scheme = configured.find("://") != std::string::npos;
    const auto parsed = parse_url(has_scheme ? configured : "http://" + configured);
    if (!parsed) return error{errc::invalid_input, name + " should look like http://host:port"};
    if (parsed->where.over == transport::tls)
        return error{errc::unsupported,
                     name + " names an https:// proxy; only http:// proxies are supported (they tunnel TLS)"};

    proxy chosen{parsed->where};
    if (!parsed->user_info.empty()) chosen.authorization = basic_authorization(parsed->user_info);
    return chosen;
}

}  // namespace parley::http
