// One accepted socket: non-blocking reads and writes, waits that end in time, and whether the reader left.
//
// A write is tried at once and only waits when the kernel's buffer is full. Waiting costs no timer: it
// notes when it is due, and whoever owns the connection calls `expire` now and then.
// Belongs to one loop. One timed wait at a time: reading and writing take turns.
#pragma once

#include "base/deadline.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <span>
#include <string_view>

namespace parley::http {

class connection {
public:
    connection(asio::ip::tcp::socket socket, std::chrono::milliseconds write_timeout)
        : socket_(std::move(socket)), write_timeout_(write_timeout)
    {
    }

    // Waits for bytes or the peer's end.
    asio::awaitable<result<void>> readable(deadline until);

    // What the kernel has, at most `into.size()`; 0 at the peer's end.
    asio::awaitable<result<std::size_t>> read(std::span<char> into, deadline until);

    // How many bytes of `parts`, taken in order, the kernel accepted at once.
    result<std::size_t> try_write(std::span<const std::string_view> parts);

    // The rest of `parts` after their first `written` bytes. Fails when the peer takes none for
    // `write_timeout`.
    asio::awaitable<result<void>> write_rest(std::span<const std::string_view> parts, std::size_t written);
    asio::awaitable<result<void>> write(std::span<const std::string_view> parts);

    // Page cache to socket, without a buffer of ours. 0: the kernel takes no more now. errc::storage: the
    // file has ended before `bytes`.
    result<std::size_t> try_send_file(int file, std::uint64_t offset, std::size_t bytes);
    asio::awaitable<result<void>> writable();

    // Calls `then` once there are bytes or the peer's end; for the time in which nobody reads.
    template <class F>
    void notice_readable(F then)
    {
        socket_.async_wait(asio::ip::tcp::socket::wait_read, std::move(then));
    }

    // Whether the peer has ended its side. Says so also while bytes that it sent before wait to be read.
    bool peer_has_left();

    enum class peer_state { silent, has_sent, gone };
    peer_state peek();

    // No more waiting: every wait, now and later, fails. The socket stays ours until the destructor.
    void hang_up();

    // Tells the peer that no more bytes come.
    void end_writing();

    void close();

    // Closes with a reset, which no reader can mistake for the end of an answer.
    void reset();

    void expire(deadline now);
    std::uint64_t bytes_written() const { return bytes_written_; }

    // A write has failed: the peer is gone, or took nothing for `write_timeout`.
    bool write_failed() const { return write_failed_; }

private:
    asio::awaitable<result<void>> wait(asio::ip::tcp::socket::wait_type what, deadline until);

    asio::ip::tcp::socket socket_;
    std::chrono::milliseconds write_timeout_;
    deadline due_ = deadline::max();
    std::uint64_t bytes_written_ = 0;
    bool expired_ = false;
    bool hung_up_ = false;
    bool write_failed_ = false;
};

}  // namespace parley::http
