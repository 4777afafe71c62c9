#include "http/detail/dial.hpp"

#include "http/detail/read_buffer.hpp"
#include "http/detail/response_reader.hpp"
#include "http/tls.hpp"

#include <algorithm>
#include <vector>

namespace parley::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t tunnel_head_bytes_max = 8 * 1024;
constexpr std::size_t addresses_max = 8;  // of one name

std::string sentence(const error_code& ec)
{
    std::string text = ec.message();
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

// The peer's name in messages; which setting chose it, when it is a proxy.
std::string name_of_peer(const route_out& route)
{
    if (!route.through) return authority_of(route.target);
    return "the proxy " + authority_of(route.through->where) +
           (route.target.over == transport::tls ? " (HTTPS_PROXY)" : " (HTTP_PROXY)");
}

// getaddrinfo cannot be interrupted. Whoever waits for it can: the answer then comes to nobody.
struct name_lookup {
    explicit name_lookup(const asio::any_io_executor& loop) : resolver(loop), answered(loop) {}
    tcp::resolver resolver;
    asio::steady_timer answered;
    bool done = false;
    error_code failure;
    std::vector<tcp::endpoint> found;
};

asio::awaitable<result<std::vector<tcp::endpoint>>> look_up(asio::any_io_executor loop, origin where,
                                                            deadline until)
{
    error_code ec;
    const auto literal = asio::ip::make_address(where.host, ec);
    if (!ec) co_return std::vector{tcp::endpoint(literal, where.port)};

    auto lookup = std::make_shared<name_lookup>(loop);
    lookup->answered.expires_at(until);
    lookup->resolver.async_resolve(
        where.host, std::to_string(where.port),
        [lookup](const error_code& failure, const tcp::resolver::results_type& results) {
            lookup->done = true;
            lookup->failure = failure;
            for (const auto& entry : results)
                if (lookup->found.size() < addresses_max) lookup->found.push_back(entry.endpoint());
            lookup->answered.cancel();
        });
    const auto [waited] = co_await lookup->answered.async_wait(as_outcome);
    if (lookup->done && !lookup->failure) co_return std::move(lookup->found);
    if (lookup->done)
        co_return error{errc::unreachable,
                        "cannot find the host " + where.host + ": " + sentence(lookup->failure)};
    if (waited) co_return error{errc::cancelled, "stopped while looking up a host"};
    co_return error{errc::timed_out, "looking up the host " + where.host + " took too long"};
}

asio::awaitable<result<std::unique_ptr<upstream_connection>>> connect_to_any(
    asio::any_io_executor loop, watchdog& dog, std::vector<tcp::endpoint> addresses, std::string peer,
    deadline until)
{
    error problem{errc::unreachable, "cannot find an address of " + peer};
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto now = std::chrono::steady_clock::now();
        const auto share = (until - now) / static_cast<int>(addresses.size() - i);
        auto attempt = std::make_unique<upstream_connection>(loop, dog);
        attempt->give_up_at(now + share);
        const auto [ec] = co_await attempt->socket().async_connect(addresses[i], as_outcome);
        attempt->rest();
        if (!ec && !attempt->gave_up()) {
            error_code ignored;
            attempt->socket().set_option(tcp::no_delay(true), ignored);
            attempt->socket().non_blocking(true, ignored);
            co_return attempt;
        }
        if (ec == asio::error::operation_aborted && !attempt->gave_up())
            co_return error{errc::cancelled, "stopped while connecting"};
        problem = attempt->gave_up()
                      ? error{errc::timed_out, "connecting to " + peer + " took too long"}
                      : error{errc::unreachable, "cannot connect to " + peer + ": " + sentence(ec)};
    }
    co_return problem;
}

std::string tunnel_request(const route_out& route)
{
    const std::string target = authority_of(route.target);
    std::string wire = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!route.through->authorization.empty())
        wire += "Proxy-Authorization: " + route.through->authorization.reveal() + "\r\n";
    return wire + "\r\n";
}

error tunnel_refused(unsigned status, const std::string& peer)
{
    if (status == 407)
        return {errc::unreachable,
                peer + " wants other credentials: set them as http://user:password@host:port"};
    return {errc::unreachable, peer + " refused a tunnel with status " + std::to_string(status)};
}

asio::awaitable<result<void>> open_tunnel(upstream_connection& to_proxy, route_out route, deadline until)
{
    const std::string peer = name_of_peer(route);
    const std::string wire = tunnel_request(route);
    to_proxy.give_up_at(until);
    const auto [write_failure, written] = co_await to_proxy.async_write(asio::buffer(wire), as_outcome);
    if (write_failure) co_return to_proxy.failure(write_failure, peer, "asking for a tunnel");

    response_reader answer(tunnel_head_bytes_max, body_rule::none);
    read_buffer buffer(tunnel_head_bytes_max);
    while (!answer.done()) {
        const auto room = buffer.prepare();
        if (!room) co_return error{errc::too_large, "the answer of " + peer + " is too long"};
        const auto [ec, bytes] =
            co_await to_proxy.async_read_some(asio::buffer(room->data(), room->size()), as_outcome);
        if (ec) co_return to_proxy.failure(ec, peer, "waiting for a tunnel");
        buffer.commit(bytes);
        const auto fed = answer.feed(buffer.unread());
        if (!fed) co_return fed.error();
        buffer.consume(fed->used);
    }
    to_proxy.rest();
    if (answer.status() / 100 != 2) co_return tunnel_refused(answer.status(), peer);
    // A TLS server waits for us to speak first.
    if (!buffer.unread().empty())
        co_return error{errc::malformed, peer + " spoke before the tunnel was used"};
    co_return result<void>();
}

asio::awaitable<result<void>> shake_hands(upstream_connection& with, asio::ssl::context& context,
                                          origin server, deadline until)
{
    auto& tls = with.start_tls(context);
    if (auto expected = expect_server(tls.native_handle(), server); !expected) co_return expected.error();
    with.give_up_at(until);
    const auto [ec] = co_await tls.async_handshake(asio::ssl::stream_base::client, as_outcome);
    with.rest();
    if (with.gave_up() || ec == asio::error::operation_aborted)
        co_return with.failure(ec, authority_of(server), "agreeing on TLS");
    if (ec) co_return handshake_failure(tls.native_handle(), server, ec);
    co_return result<void>();
}

}  // namespace

asio::awaitable<result<std::unique_ptr<upstream_connection>>> dial(asio::any_io_executor loop, watchdog& dog,
                                                                   route_out route, asio::ssl::context* tls,
                                                                   deadline until)
{
    const origin& nearest = route.through ? route.through->where : route.target;
    auto addresses = co_await look_up(loop, nearest, until);
    if (!addresses) co_return addresses.error();
    auto made = co_await connect_to_any(loop, dog, std::move(*addresses), name_of_peer(route), until);
    if (!made) co_return made.error();

    if (route.needs_tunnel())
        if (auto opened = co_await open_tunnel(**made, route, until); !opened) co_return opened.error();
    if (route.target.over == transport::tls)
        if (auto agreed = co_await shake_hands(**made, *tls, route.target, until); !agreed)
            co_return agreed.error();
    co_return made;
}

}  // namespace parley::http
