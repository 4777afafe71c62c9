#include "mock/player.hpp"

#include <boost/asio/post.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t write_bytes_max = 16 * 1024;  // joined at most, then other streams have their turn
constexpr std::size_t kept_bytes_max = 2 * 1024;    // by a stream that waits: more is given back
constexpr auto late_after = std::chrono::milliseconds(5);

class performance {
public:
    performance(script& what, http::exchange& out, stage& on, played& report)
        : script_(what), out_(out), stage_(on), report_(report)
    {
    }

    asio::awaitable<result<void>> run();

private:
    asio::awaitable<result<void>> begin(send_head head);
    asio::awaitable<result<void>> flush();
    asio::awaitable<result<void>> drip_out();
    asio::awaitable<result<void>> wait(std::chrono::nanoseconds time);
    asio::awaitable<result<void>> pause(std::string_view name);
    asio::awaitable<result<void>> end(ending how);
    void count_write();

    script& script_;
    http::exchange& out_;
    stage& stage_;
    played& report_;
    std::string bytes_;
    deadline due_{};         // of what comes next; only once something has waited
    deadline oldest_due_{};  // of what is in `bytes_`
    std::optional<std::chrono::milliseconds> each_byte_;
    bool is_timed_ = false;
    bool is_whole_ = false;  // the head held the body
};

asio::awaitable<result<void>> performance::run()
{
    for (;;) {
        auto next = script_.next(bytes_);
        result<void> done;
        if (std::holds_alternative<send_bytes>(next)) {
            if (bytes_.size() < write_bytes_max && !each_byte_) continue;
            done = co_await flush();
            if (done) co_await asio::post(asio::use_awaitable);
        } else if (const auto* const waiting = std::get_if<wait_for>(&next)) {
            done = co_await wait(waiting->time);
        } else if (auto* const head = std::get_if<send_head>(&next)) {
            done = co_await begin(std::move(*head));
        } else if (const auto* const point = std::get_if<pause_at>(&next)) {
            done = co_await pause(point->name);
        } else if (const auto* const slow = std::get_if<drip>(&next)) {
            done = co_await flush();
            each_byte_ = slow->each_byte;
        } else {
            co_return co_await end(std::get<ending>(next));
        }
        if (!done) co_return done;
    }
}

asio::awaitable<result<void>> performance::begin(send_head head)
{
    report_.status = head.status;
    is_whole_ = head.body.has_value();
    if (!is_whole_) {
        out_.begin_stream(head.status, std::move(head.headers));
        co_return result<void>{};
    }
    http::response answer{head.status, std::move(head.headers), std::move(*head.body)};
    report_.bytes += answer.body.size();
    ++report_.writes;
    co_return co_await out_.send(std::move(answer));
}

void performance::count_write()
{
    ++report_.writes;
    report_.bytes += bytes_.size();
    if (is_timed_ && stage_.now() - oldest_due_ > late_after) ++report_.late;
    oldest_due_ = due_;
}

// Also sends a head that waits to be sent; nothing when there is neither.
asio::awaitable<result<void>> performance::flush()
{
    if (report_.status == 0 || (bytes_.empty() && out_.head_sent())) co_return result<void>{};
    if (each_byte_) co_return co_await drip_out();
    count_write();
    auto written = co_await out_.write(bytes_);
    bytes_.clear();
    if (bytes_.capacity() > kept_bytes_max) bytes_.shrink_to_fit();
    co_return written;
}

asio::awaitable<result<void>> performance::drip_out()
{
    const std::string slow = std::exchange(bytes_, {});
    for (const char byte : slow) {
        ++report_.writes;
        ++report_.bytes;
        const std::string_view one(&byte, 1);
        auto written = co_await out_.write(one);
        if (!written) co_return written;
        const auto until = stage_.now() + *each_byte_;
        co_await stage_.wait_until(until);
    }
    co_return result<void>{};
}

// Points in time add up. One that has passed already is not waited for, and its event joins the next write.
asio::awaitable<result<void>> performance::wait(std::chrono::nanoseconds time)
{
    const auto now = stage_.now();
    if (!is_timed_) due_ = now;
    is_timed_ = true;
    const auto next_due = due_ + time;
    if (next_due > now) {
        if (report_.status != 0) {
            auto flushed = co_await flush();
            if (!flushed) co_return flushed;
        }
        co_await stage_.wait_until(next_due);
    }
    due_ = next_due;
    if (bytes_.empty()) oldest_due_ = due_;
    co_return result<void>{};
}

asio::awaitable<result<void>> performance::pause(std::string_view name)
{
    auto flushed = co_await flush();
    if (!flushed) co_return flushed;
    co_await stage_.wait_at(name);
    due_ = oldest_due_ = stage_.now();
    co_return result<void>{};
}

asio::awaitable<result<void>> performance::end(ending how)
{
    report_.how = how;
    if (how == ending::whole && (is_whole_ || each_byte_)) {
        if (each_byte_) {
            auto flushed = co_await flush();
            if (!flushed) co_return flushed;
        }
        auto finished = is_whole_ ? result<void>{} : co_await out_.finish("");
        report_.ended = finished.has_value();
        co_return finished;
    }
    if (how == ending::whole) {
        count_write();
        auto finished = co_await out_.finish(bytes_);
        report_.ended = finished.has_value();
        co_return finished;
    }
    auto flushed = co_await flush();
    if (!flushed) co_return flushed;
    report_.ended = true;
    if (how == ending::stall) {
        const auto never = deadline::max();
        asio::steady_timer timer(co_await asio::this_coro::executor, never);
        co_await timer.async_wait(asio::use_awaitable);
    }
    out_.cut(how == ending::reset ? http::cut_how::reset : http::cut_how::in_order);
    co_return result<void>{};
}

}  // namespace

asio::awaitable<result<void>> play(script& what, http::exchange& out, stage& on, played& report)
{
    performance one(what, out, on, report);
    co_return co_await one.run();
}

}  // namespace parley::mock
