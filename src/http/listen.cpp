// The listening half of server.hpp: which port is ours, and nobody else's.
#include "http/server.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace parley::http {
namespace {

using asio::ip::tcp;

// Unsent bytes the kernel keeps per connection: a slow reader is felt early, and costs little memory.
constexpr int unsent_bytes_max = 128 * 1024;

enum class claim { first, further };

void set_option(tcp::acceptor& acceptor, int level, int name, int value)
{
    // Asio has no names for these two. Both exist on every Linux we run on.
    ::setsockopt(acceptor.native_handle(), level, name, &value, sizeof value);
}

result<asio::ip::address> address_of(asio::io_context& loop, std::string host)
{
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(host, failed);
    if (!failed) return address;
    if (host == "localhost") return asio::ip::address_v4::loopback();
    const auto found = tcp::resolver(loop).resolve(host, "", failed);
    if (failed || found.empty())
        return error{errc::invalid_input,
                     "The name " + host + " has no address: choose another with --host."};
    return found.begin()->endpoint().address();
}

error bind_problem(boost::system::error_code failed, const tcp::endpoint& at)
{
    const auto port = std::to_string(at.port());
    if (failed == asio::error::address_in_use)
        return {errc::busy, "port " + port + " is taken: choose another with --port"};
    if (failed == asio::error::access_denied)
        return {errc::invalid_input, "port " + port + " needs privileges: choose one above 1023 with --port"};
    return {errc::invalid_input,
            at.address().to_string() + " is not an address of this machine: choose another with --host"};
}

// The first socket is bound without SO_REUSEPORT, which fails if anybody listens there, even a process of the
// same user that allows sharing. Only then it is opened to the sockets of our other loops. (From then on a
// process of the same user could join; Linux offers no way to forbid that.)
result<tcp::acceptor> bind_and_listen(asio::io_context& loop, const tcp::endpoint& at, claim which)
{
    boost::system::error_code failed;
    tcp::acceptor acceptor(loop);
    acceptor.open(at.protocol(), failed);
    if (failed) return error{errc::busy, "No listening socket could be opened: " + failed.message() + "."};
    acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (at.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), failed);
    if (which == claim::further) set_option(acceptor, SOL_SOCKET, SO_REUSEPORT, 1);
    acceptor.bind(at, failed);
    if (failed) return bind_problem(failed, at);
    if (which == claim::first) set_option(acceptor, SOL_SOCKET, SO_REUSEPORT, 1);

    // Accepted sockets inherit both: no system call per connection.
    acceptor.set_option(tcp::no_delay(true), failed);
    set_option(acceptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, unsent_bytes_max);

    acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return bind_problem(failed, at);
    acceptor.native_non_blocking(true, failed);
    return acceptor;
}

}  // namespace

result<std::vector<tcp::acceptor>> listen_all(const std::vector<asio::io_context*>& loops,
                                              const std::string& host, std::uint16_t port)
{
    std::vector<tcp::acceptor> acceptors;
    tcp::endpoint at;
    for (auto* loop : loops) {
        if (acceptors.empty()) {
            const auto address = address_of(*loop, host);
            if (!address) return address.error();
            at = tcp::endpoint(*address, port);
        }
        auto acceptor = bind_and_listen(*loop, at, acceptors.empty() ? claim::first : claim::further);
        if (!acceptor) return acceptor.error();
        at.port(acceptor->local_endpoint().port());
        acceptors.push_back(std::move(*acceptor));
    }
    return acceptors;
}

result<tcp::acceptor> listen(asio::io_context& loop, const std::string& host, std::uint16_t port)
{
    auto acceptors = listen_all({&loop}, host, port);
    if (!acceptors) return acceptors.error();
    return std::move(acceptors->front());
}

}  // namespace parley::http
