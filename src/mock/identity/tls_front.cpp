#include "mock/identity/tls_front.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t connections_max = 1024;
constexpr std::size_t piece_bytes = 16 * 1024;  // what one TLS record holds
constexpr auto handshake_time = 10s;
constexpr auto goodbye_time = 1s;
constexpr auto as_outcome = asio::as_tuple(asio::use_awaitable);

}  // namespace

// Two sockets, and whether one of them has ended. Both directions look at `over` before each step, because a
// cancel only ends what is being waited for.
struct tls_front::link {
    asio::ssl::stream<tcp::socket> outside;
    tcp::socket inside;
    bool over = false;

    link(tcp::socket client, asio::ssl::context& tls)
        : outside(std::move(client), tls), inside(outside.get_executor())
    {
    }

    void end()
    {
        over = true;
        error_code ignored;
        outside.lowest_layer().cancel(ignored);
        inside.cancel(ignored);
    }
};

tls_front::tls_front(asio::io_context& loop, tcp::acceptor acceptor, tls_certificate certificate,
                     tcp::endpoint plain)
    : acceptor_(std::move(acceptor)),
      certificate_(std::move(certificate)),
      plain_(std::move(plain)),
      port_(acceptor_.local_endpoint().port()),
      links_(loop.get_executor())
{
}

tls_front::~tls_front() = default;

asio::awaitable<void> tls_front::run()
{
    while (acceptor_.is_open()) {
        auto [failed, client] = co_await acceptor_.async_accept(as_outcome);
        if (!acceptor_.is_open()) co_return;
        if (!failed && open_.size() < connections_max) links_.spawn(carry(std::move(client)));
        if (!failed) continue;
        asio::steady_timer breath(acceptor_.get_executor(), 50ms);  // no descriptors left: not in a circle
        co_await breath.async_wait(as_outcome);
    }
}

asio::awaitable<void> tls_front::stop(deadline until)
{
    error_code ignored;
    acceptor_.close(ignored);
    for (auto* each : open_) each->end();
    co_await links_.wait(until);
}

namespace {

asio::awaitable<result<void>> shake_hands(asio::ssl::stream<tcp::socket>& with)
{
    const auto [failed] = co_await with.async_handshake(asio::ssl::stream_base::server, as_outcome);
    if (failed) co_return error{errc::closed, "no TLS"};
    co_return result<void>{};
}

asio::awaitable<result<void>> say_goodbye(asio::ssl::stream<tcp::socket>& to)
{
    co_await to.async_shutdown(as_outcome);
    co_return result<void>{};
}

// Why it ended: `eof` is in order.
template <class From, class To>
asio::awaitable<error_code> carry_bytes(From& from, To& to, const bool& over)
{
    std::array<char, piece_bytes> piece;
    while (!over) {
        const auto [read_failed, count] = co_await from.async_read_some(asio::buffer(piece), as_outcome);
        if (read_failed) co_return read_failed;
        if (over) break;
        const auto [write_failed, written] =
            co_await asio::async_write(to, asio::buffer(piece.data(), count), as_outcome);
        if (write_failed) co_return write_failed;
    }
    co_return asio::error::operation_aborted;
}

}  // namespace

asio::awaitable<error_code> tls_front::carry_in(link& between)
{
    const auto why = co_await carry_bytes(between.outside, between.inside, between.over);
    between.end();
    co_return why;
}

asio::awaitable<error_code> tls_front::carry_out(link& between)
{
    const auto why = co_await carry_bytes(between.inside, between.outside, between.over);
    between.end();
    co_return why;
}

asio::awaitable<void> tls_front::carry(tcp::socket client)
{
    auto executor = co_await asio::this_coro::executor;
    link between(std::move(client), *certificate_.context);
    struct listed {
        std::list<link*>& in;
        std::list<link*>::iterator at;
        ~listed() { in.erase(at); }
    };
    const listed while_open{open_, open_.insert(open_.end(), &between)};
    const auto shaken = co_await finish_before(deadline_after(handshake_time), shake_hands(between.outside));
    if (!shaken || between.over) co_return;
    const auto [failed] = co_await between.inside.async_connect(plain_, as_outcome);
    if (failed || between.over) co_return;

    error_code option_failed;
    between.outside.lowest_layer().set_option(tcp::no_delay(true), option_failed);
    between.inside.set_option(tcp::no_delay(true), option_failed);
    auto [order, in_thrown, in_ended, out_thrown, out_ended] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(executor, carry_in(between), asio::deferred),
            asio::co_spawn(executor, carry_out(between), asio::deferred))
            .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    if (in_thrown) std::rethrow_exception(in_thrown);
    if (out_thrown) std::rethrow_exception(out_thrown);
    if (out_ended == asio::error::eof)
        co_await finish_before(deadline_after(goodbye_time), say_goodbye(between.outside));
    if (out_ended == asio::error::connection_reset)
        between.outside.lowest_layer().set_option(asio::socket_base::linger(true, 0), option_failed);
}

}  // namespace parley::mock
