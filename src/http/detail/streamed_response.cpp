#include "http/detail/streamed_response.hpp"

#include <boost/asio/ssl/error.hpp>

#include <tuple>

namespace parley::http {

using boost::system::error_code;

streamed_response::streamed_response(std::shared_ptr<client_core> core, pool::member member, std::string peer,
                                     body_rule rule)
    : core_(std::move(core)),
      peer_(std::move(peer)),
      member_(std::move(member)),
      reader_(core_->limits.header_bytes_max, rule),
      buffer_(core_->limits.header_bytes_max)
{
}

streamed_response::~streamed_response()
{
    // Often only the mark of the body's end is missing and has arrived; then the connection can stay.
    if (!member_ || !reader_.head_done() || link().gave_up()) return;
    const auto free = room();
    if (!free) return;
    error_code ec;
    const std::size_t bytes = link().read_now(*free, ec);
    if (!ec) (void)understand(bytes);
}

asio::awaitable<result<void>> streamed_response::exchange(std::string_view wire, deadline until)
{
    link().give_up_at(until);
    const auto [write_failure, written] = co_await link().async_write(asio::buffer(wire), as_outcome);
    // A peer that refuses a large request may answer and close before it has read all of it.
    const bool may_have_answered =
        write_failure == asio::error::broken_pipe || write_failure == asio::error::connection_reset;
    if (write_failure && !may_have_answered) co_return take(write_failure, 0, step::sending).error();

    while (!reader_.head_done()) {
        const auto free = room();
        if (!free) co_return free.error();
        link().give_up_at(until);
        const auto [ec, bytes] = co_await link().async_read_some(*free, as_outcome);
        if (auto taken = take(ec, bytes, step::waiting); !taken) co_return taken.error();
    }
    co_return result<void>();
}

asio::awaitable<result<std::optional<std::string_view>>> streamed_response::read()
{
    reader_.forget_head();
    while (piece_.empty()) {
        if (reader_.done()) co_return std::nullopt;
        if (!member_) co_return error{errc::closed, "the answer of " + peer_ + " has already failed"};
        link().give_up_at(deadline_after(core_->limits.between_bytes_timeout));
        if (link().is_tls()) {
            if (auto taken = co_await read_tls(); !taken) co_return taken.error();
            continue;
        }
        // Waits without a buffer: thousands of streams may wait for their next word at a time.
        error_code ec;
        if (!may_have_more_) {
            buffer_.release();
            std::tie(ec) = co_await link().async_wait_readable(as_outcome);
        }
        if (auto taken = read_plain(ec); !taken) co_return taken.error();
    }
    co_return std::exchange(piece_, {});
}

// What has arrived, unless waiting for it has failed.
result<void> streamed_response::read_plain(error_code ec)
{
    const auto free = room();
    if (!free) return free.error();
    const std::size_t bytes = ec ? 0 : link().read_now(*free, ec);
    may_have_more_ = !ec && bytes == free->size();
    if (ec == asio::error::would_block) return {};
    return take(ec, bytes, step::reading);
}

asio::awaitable<result<void>> streamed_response::read_tls()
{
    const auto free = room();
    if (!free) co_return free.error();
    const auto [ec, bytes] = co_await link().async_read_some(*free, as_outcome);
    co_return take(ec, bytes, step::reading);
}

result<asio::mutable_buffer> streamed_response::room()
{
    const auto free = buffer_.prepare();
    if (free) return asio::buffer(free->data(), free->size());
    return give_up_connection(
        {errc::too_large, "the head or a chunk's head in the answer of " + peer_ + " is longer than " +
                              std::to_string(core_->limits.header_bytes_max) + " bytes"});
}

result<void> streamed_response::take(const error_code& ec, std::size_t bytes, step what)
{
    link().rest();
    if (ec == asio::error::eof || ec == asio::ssl::error::stream_truncated) return ended_by_peer(ec, what);
    if (!ec) return understand(bytes);
    constexpr std::string_view doing[] = {"sending the request", "waiting for the answer",
                                          "reading the answer"};
    return give_up_connection(link().failure(ec, peer_, doing[static_cast<int>(what)]));
}

result<void> streamed_response::understand(std::size_t bytes)
{
    answered_ = answered_ || bytes != 0;
    buffer_.commit(bytes);
    auto fed = reader_.feed(buffer_.unread());
    if (!fed) return give_up_connection({fed.error().code, fed.error().detail + " (" + peer_ + ")"});
    buffer_.consume(fed->used);
    piece_ = fed->body;
    if (!reader_.done()) return {};

    // Bytes behind the end answer nothing we asked: such a connection is not used again.
    if (reader_.keep_alive() && buffer_.unread().empty()) core_->connections.keep(std::move(*member_));
    member_.reset();
    return {};
}

// A body that lasts until the peer closes has ended, unless TLS was cut off, as an attacker could do.
result<void> streamed_response::ended_by_peer(const error_code& ec, step what)
{
    auto finished = reader_.finish();
    if (finished && ec == asio::error::eof) {
        member_.reset();
        return {};
    }
    const std::string when = what == step::reading ? " before its answer was complete" : " without an answer";
    return give_up_connection({errc::closed, peer_ + " closed the connection" + when});
}

error streamed_response::give_up_connection(error why)
{
    member_.reset();
    return why;
}

asio::awaitable<result<std::string>> read_all(client_response& response, std::size_t bytes_max)
{
    std::string whole;
    for (;;) {
        const auto piece = co_await response.read();
        if (!piece) co_return piece.error();
        if (!*piece) co_return whole;
        if (whole.size() + (*piece)->size() > bytes_max)
            co_return error{errc::too_large,
                            "the answer is longer than " + std::to_string(bytes_max) + " bytes"};
        whole.append(**piece);
    }
}

}  // namespace parley::http
