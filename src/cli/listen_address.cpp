#include "cli/listen_address.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>

namespace parley::cli {
namespace {

namespace ip = boost::asio::ip;

error refused(std::string_view text, std::string_view why)
{
    return {errc::invalid_input, "--listen " + std::string(text) + ": " + std::string(why)};
}

// RFC 1918, and link-local as some bridges have it.
bool is_private(const ip::address_v4& address)
{
    const auto bits = address.to_uint();
    return bits >> 24U == 10 || bits >> 20U == 0xAC1 || bits >> 16U == 0xC0A8 || bits >> 16U == 0xA9FE;
}

// RFC 4193 fc00::/7, and link-local.
bool is_private(const ip::address_v6& address)
{
    return (address.to_bytes()[0] & 0xFEU) == 0xFC || address.is_link_local();
}

bool is_private(const ip::address& address)
{
    return address.is_v4() ? is_private(address.to_v4()) : is_private(address.to_v6());
}

struct host_and_port {
    std::string host;
    std::string_view port;  // digits, or empty
};

// A bare IPv6 address has colons of its own, so with a port it stands in brackets.
host_and_port split(std::string_view text)
{
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return {};
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) return {};
        return {std::string(text.substr(1, end - 1)), rest.empty() ? rest : rest.substr(1)};
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return {std::string(text), {}};
    return {std::string(text.substr(0, colon)), text.substr(colon + 1)};
}

}  // namespace

result<ip::tcp::endpoint> read_listen_address(std::string_view text)
{
    const auto [host, digits] = split(text);
    boost::system::error_code failed;
    auto address = ip::make_address(host, failed);
    if (failed) return refused(text, "give an address such as 127.0.0.1 or 172.17.0.1:5300, not a name");
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    if (address.is_unspecified())
        return refused(text, "that is every network; name 127.0.0.1 or the address of the container bridge");
    if (!address.is_loopback() && !is_private(address))
        return refused(text,
                       "others can reach that address; name 127.0.0.1 or the one of the container bridge");

    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!digits.empty() && (problem != std::errc{} || end != digits.data() + digits.size()))
        return refused(text, "a port is a whole number from 0 to 65535");
    return ip::tcp::endpoint(address, port);
}

}  // namespace parley::cli
