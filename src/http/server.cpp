#include "http/server.hpp"

#include "base/descriptor.hpp"
#include "http/detail/session_list.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace parley::http {
namespace {

using namespace std::chrono_literals;

constexpr int accepted_at_once_max = 64;      // then other work of the loop has its turn
constexpr std::size_t turned_away_max = 256;  // connections that hear 503; beyond them: closed unheard
constexpr auto accept_pause = 100ms;          // when no descriptor is free
constexpr auto accept_complaint_interval = 1s;
constexpr auto total_cancellation_patience = 250ms;

// Often enough for the shortest of the timeouts, and never so often that it shows.
std::chrono::milliseconds sweep_interval(const server_limits& limits)
{
    const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout,
                                    limits.write_timeout, limits.answer_timeout});
    return std::clamp<std::chrono::milliseconds>(shortest / 4, 5ms, 250ms);
}

}  // namespace

class server::impl {
public:
    impl(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, const router& routes,
         server_options options, log_sink& log, asio::thread_pool& blocking)
        : acceptor_(std::move(acceptor)),
          retry_(loop),
          sessions_(std::make_shared<session_list>(loop, sweep_interval(options.limits))),
          site_(std::make_shared<site>(routes, std::move(options), log, blocking))
    {
    }

    asio::awaitable<void> accept_all();
    asio::awaitable<void> stop(deadline grace);
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::size_t connections() const { return sessions_->size(); }

private:
    enum class accepted { one, none, out_of_descriptors };

    accepted accept_one();
    void begin(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);
    void complain();

    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer retry_;
    std::shared_ptr<session_list> sessions_;
    std::shared_ptr<site> site_;
    deadline complained_{};
};

asio::awaitable<void> server::impl::accept_all()
{
    while (!site_->stopping) {
        const auto [failed] =
            co_await acceptor_.async_wait(asio::socket_base::wait_read, asio::as_tuple(asio::deferred));
        if (failed || site_->stopping) co_return;
        auto last = accepted::one;
        for (int count = 0; last == accepted::one && count < accepted_at_once_max; ++count)
            last = accept_one();
        if (last != accepted::out_of_descriptors) continue;

        complain();
        retry_.expires_after(accept_pause);
        co_await retry_.async_wait(asio::as_tuple(asio::deferred));
    }
}

server::impl::accepted server::impl::accept_one()
{
    asio::ip::tcp::endpoint peer;
    auto length = static_cast<socklen_t>(peer.capacity());
    descriptor arrived(
        ::accept4(acceptor_.native_handle(), peer.data(), &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!arrived) {
        if (errno == EAGAIN || errno == EWOULDBLOCK) return accepted::none;
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            return accepted::out_of_descriptors;
        return errno == EBADF || errno == EINVAL ? accepted::none
                                                 : accepted::one;  // else a peer that gave up
    }
    peer.resize(length);
    asio::ip::tcp::socket socket(acceptor_.get_executor());
    boost::system::error_code failed;
    socket.assign(peer.protocol(), arrived.get(), failed);
    if (failed) return accepted::out_of_descriptors;
    arrived.release();
    begin(std::move(socket), peer);
    return accepted::one;
}

void server::impl::begin(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer)
{
    const auto open = sessions_->size();
    const auto connections_max = site_->options.limits.connections_max;
    if (open >= connections_max + turned_away_max) return;
    auto one = std::make_shared<session>(std::move(socket), peer, site_);
    auto work = open < connections_max ? one->run() : one->turn_away();
    sessions_->run(std::move(one), std::move(work));
}

void server::impl::complain()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - complained_ < accept_complaint_interval) return;
    complained_ = now;
    site_->log.write(log_level::error, "accept_failed",
                     {{"why", "no file descriptor is free: raise the limit of open files (ulimit -n)"}});
}

asio::awaitable<void> server::impl::stop(deadline grace)
{
    site_->stopping = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    sessions_->drain();
    if (co_await sessions_->wait(grace)) co_return;
    sessions_->cut(asio::cancellation_type::total);
    if (co_await sessions_->wait(deadline_after(total_cancellation_patience))) co_return;
    sessions_->cut(asio::cancellation_type::terminal);
    co_await sessions_->wait(deadline::max());
}

server::server(asio::io_context& loop, asio::ip::tcp::acceptor acceptor, const router& routes,
               server_options options, log_sink& log, asio::thread_pool& blocking)
    : impl_(std::make_shared<impl>(loop, std::move(acceptor), routes, std::move(options), log, blocking))
{
}

server::~server() = default;

std::uint16_t server::port() const
{
    return impl_->port();
}

std::size_t server::connections() const
{
    return impl_->connections();
}

asio::awaitable<void> server::run()
{
    const auto kept_alive = impl_;
    co_await kept_alive->accept_all();
}

asio::awaitable<void> server::stop(deadline grace)
{
    const auto kept_alive = impl_;
    co_await kept_alive->stop(grace);
}

}  // namespace parley::http
