#include "http/detail/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>

#include <array>
#include <cassert>
#include <cerrno>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace parley::http {
namespace {

constexpr std::size_t parts_max = 8;

bool would_block(int code)
{
    return code == EAGAIN || code == EWOULDBLOCK || code == EINTR;
}

error peer_gone()
{
    return {errc::closed, "The peer closed the connection."};
}

}  // namespace

asio::awaitable<result<void>> connection::wait(asio::ip::tcp::socket::wait_type what, deadline until)
{
    if (hung_up_) co_return peer_gone();
    due_ = until;
    const auto [failed] = co_await socket_.async_wait(what, asio::as_tuple(asio::deferred));
    due_ = deadline::max();
    if (std::exchange(expired_, false)) co_return error{errc::timed_out, "The peer was silent for too long."};
    if (failed || hung_up_) co_return peer_gone();
    co_return result<void>{};
}

asio::awaitable<result<void>> connection::readable(deadline until)
{
    return wait(asio::ip::tcp::socket::wait_read, until);
}

asio::awaitable<result<void>> connection::writable()
{
    auto ready = co_await wait(asio::ip::tcp::socket::wait_write, deadline_after(write_timeout_));
    if (!ready) write_failed_ = true;
    co_return ready;
}

asio::awaitable<result<std::size_t>> connection::read(std::span<char> into, deadline until)
{
    for (;;) {
        const auto got = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
        if (got >= 0) co_return static_cast<std::size_t>(got);
        if (!would_block(errno)) co_return peer_gone();
        auto ready = co_await readable(until);
        if (!ready) co_return ready.error();
    }
}

result<std::size_t> connection::try_write(std::span<const std::string_view> parts)
{
    if (hung_up_ || write_failed_) return peer_gone();
    assert(parts.size() <= parts_max);
    std::array<iovec, parts_max> pieces;
    std::size_t count = 0;
    for (const auto part : parts)
        if (!part.empty()) pieces[count++] = {const_cast<char*>(part.data()), part.size()};
    if (count == 0) return std::size_t{0};

    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const auto sent = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) {
        if (would_block(errno)) return std::size_t{0};
        write_failed_ = true;
        return peer_gone();
    }
    bytes_written_ += static_cast<std::uint64_t>(sent);
    return static_cast<std::size_t>(sent);
}

asio::awaitable<result<void>> connection::write_rest(std::span<const std::string_view> parts,
                                                     std::size_t written)
{
    std::array<std::string_view, parts_max> rest;
    for (;;) {
        std::size_t count = 0;
        std::size_t skip = written;
        for (const auto part : parts) {
            const auto skipped = std::min(skip, part.size());
            skip -= skipped;
            if (skipped < part.size()) rest[count++] = part.substr(skipped);
        }
        if (count == 0) co_return result<void>{};

        auto ready = co_await writable();
        if (!ready) co_return ready.error();
        const auto more = try_write(std::span(rest).first(count));
        if (!more) co_return more.error();
        written += *more;
    }
}

asio::awaitable<result<void>> connection::write(std::span<const std::string_view> parts)
{
    const auto written = try_write(parts);
    if (!written) co_return written.error();
    co_return co_await write_rest(parts, *written);
}

result<std::size_t> connection::try_send_file(int file, std::uint64_t offset, std::size_t bytes)
{
    if (hung_up_ || write_failed_) return peer_gone();
    auto position = static_cast<off_t>(offset);
    const auto sent = ::sendfile(socket_.native_handle(), file, &position, bytes);
    if (sent > 0) {
        bytes_written_ += static_cast<std::uint64_t>(sent);
        return static_cast<std::size_t>(sent);
    }
    if (sent == 0) return error{errc::storage, "The file became shorter while it was being sent."};
    if (would_block(errno)) return std::size_t{0};
    if (errno == EPIPE || errno == ECONNRESET) {
        write_failed_ = true;
        return peer_gone();
    }
    return error{errc::storage, "The file could not be read."};
}

bool connection::peer_has_left()
{
    // A poll that fails says nothing about the peer: revents stays 0.
    pollfd asked{socket_.native_handle(), POLLRDHUP, 0};
    ::poll(&asked, 1, 0);
    return (asked.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

connection::peer_state connection::peek()
{
    if (peer_has_left()) return peer_state::gone;
    char byte = 0;
    const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0) return peer_state::has_sent;
    return got < 0 && would_block(errno) ? peer_state::silent : peer_state::gone;
}

void connection::hang_up()
{
    hung_up_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void connection::end_writing()
{
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void connection::close()
{
    hung_up_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void connection::reset()
{
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

void connection::expire(deadline now)
{
    if (now < due_) return;
    due_ = deadline::max();
    expired_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

}  // namespace parley::http
