#include "process/run.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace parley::process {
namespace {

using asio::posix::stream_descriptor;

enum class when_full { drop_the_rest, end_the_program };

class collector {
public:
    collector(child& of, stream_descriptor& from, std::size_t bytes_max, when_full then)
        : of_(of), from_(from), bytes_max_(bytes_max), then_(then)
    {
    }

    // Until the end of the stream, or until its wait is cancelled.
    asio::awaitable<void> collect()
    {
        boost::system::error_code ec;
        while (!ec && read_what_is_there())
            co_await from_.async_wait(stream_descriptor::wait_read,
                                      asio::redirect_error(asio::use_awaitable, ec));
    }

    // False when nothing will follow.
    bool read_what_is_there()
    {
        std::array<char, 16384> room;
        for (;;) {
            const auto got = ::read(from_.native_handle(), room.data(), room.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return got < 0 && errno == EAGAIN;
            const auto taken = std::min(static_cast<std::size_t>(got), bytes_max_ - text_.size());
            text_.append(room.data(), taken);
            overflowed_ |= taken < static_cast<std::size_t>(got);
            if (overflowed_ && then_ == when_full::end_the_program) {
                of_.end_group();
                return false;
            }
        }
    }

    bool overflowed() const { return overflowed_; }
    std::string take() { return std::move(text_); }

private:
    child& of_;
    stream_descriptor& from_;
    std::size_t bytes_max_;
    when_full then_;
    std::string text_;
    bool overflowed_ = false;
};

enum class ending { of_itself, cancelled };

// However it ends, its group ends with it; then nobody needs to wait for its outputs any more.
asio::awaitable<void> watch(child& running, ending& how)
{
    boost::system::error_code ec;
    co_await running.handle().async_wait(stream_descriptor::wait_read,
                                         asio::redirect_error(asio::use_awaitable, ec));
    running.end_group();
    if (ec) {
        how = ending::cancelled;
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await running.handle().async_wait(stream_descriptor::wait_read, asio::use_awaitable);
    }
    running.output().cancel();
    running.complaint().cancel();
}

asio::awaitable<result<outcome>> follow(child& running, output_limits limits)
{
    collector output(running, running.output(), limits.output_bytes_max, when_full::end_the_program);
    collector complaint(running, running.complaint(), limits.complaint_bytes_max, when_full::drop_the_rest);
    auto how = ending::of_itself;

    const auto loop = co_await asio::this_coro::executor;
    const auto [order, thrown_watching, thrown_by_output, thrown_by_complaint] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(loop, watch(running, how), asio::deferred),
            asio::co_spawn(loop, output.collect(), asio::deferred),
            asio::co_spawn(loop, complaint.collect(), asio::deferred))
            .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& thrown : {thrown_watching, thrown_by_output, thrown_by_complaint})
        if (thrown) std::rethrow_exception(thrown);

    if (how == ending::cancelled) co_return error{errc::cancelled, "the program was stopped"};
    output.read_what_is_there();
    complaint.read_what_is_there();
    if (output.overflowed())
        co_return error{errc::too_large, "the program wrote more than the limit of " +
                                             std::to_string(limits.output_bytes_max) + " bytes"};
    co_return outcome{running.reap(), output.take(), complaint.take()};
}

}  // namespace

asio::awaitable<result<outcome>> run(program what, output_limits limits, deadline until)
{
    auto started = child::start(co_await asio::this_coro::executor, what);
    if (!started) co_return started.error();
    co_return co_await finish_before(until, follow(*started, limits));
}

}  // namespace parley::process
