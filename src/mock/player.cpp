#include "mock/player.hpp"

#include <boost/asio/post.hpp>

namespace parley::mock {
namespace {

constexpr std::size_t write_bytes_max = 16 * 1024;  // joined at most, then other streams have their turn
constexpr std::size_t kept_bytes_max = 2 * 1024;    // between writes: thousands of streams may be behind
constexpr auto late_after = std::chrono::milliseconds(5);

class performance {
public:
    performance(script& what, http::exchange& out, stage& on, std::string_view scope, played& report)
        : script_(what), out_(out), stage_(on), scope_(scope), report_(report)
    {
    }

    step next_step() { return script_.next(bytes_); }
    bool has_enough() const { return bytes_.size() >= write_bytes_max || each_byte_; }
    asio::awaitable<result<void>> begin(send_head head);
    asio::awaitable<result<void>> flush();
    asio::awaitable<result<void>> flush_before_wait();
    asio::awaitable<result<void>> begin_drip(drip slow);
    asio::awaitable<result<void>> pause(std::string_view name);
    asio::awaitable<result<void>> end(ending how);

    deadline due_after(std::chrono::nanoseconds time);
    void is_due(deadline at);

private:
    asio::awaitable<result<void>> drip_out();
    void count_write();

    script& script_;
    http::exchange& out_;
    stage& stage_;
    std::string_view scope_;
    played& report_;
    std::string bytes_;
    deadline due_{};         // of what comes next; only once something has waited
    deadline oldest_due_{};  // of what is in `bytes_`
    std::optional<std::chrono::milliseconds> each_byte_;
    bool is_timed_ = false;
    bool is_whole_ = false;  // the head held the body
};

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
    if (bytes_.capacity() > kept_bytes_max) bytes_ = {};
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

asio::awaitable<result<void>> performance::flush_before_wait()
{
    auto flushed = co_await flush();
    if (report_.status != 0) bytes_ = {};  // nor its capacity: ten thousand streams wait at once
    co_return flushed;
}

asio::awaitable<result<void>> performance::begin_drip(drip slow)
{
    auto flushed = co_await flush();
    each_byte_ = slow.each_byte;
    co_return flushed;
}

// Points in time add up. One that has passed already is not waited for, and its event joins the next write.
deadline performance::due_after(std::chrono::nanoseconds time)
{
    if (!is_timed_) due_ = stage_.now();
    is_timed_ = true;
    return due_ + time;
}

void performance::is_due(deadline at)
{
    due_ = at;
    if (bytes_.empty()) oldest_due_ = at;
}

asio::awaitable<result<void>> performance::pause(std::string_view name)
{
    auto flushed = co_await flush();
    if (!flushed) co_return flushed;
    const pause_point here{scope_, name};
    co_await stage_.wait_at(here);
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
    if (how == ending::stall) {  // until the reader leaves, which cancels us: this answer never ends
        const auto never = deadline::max();
        asio::steady_timer timer(co_await asio::this_coro::executor, never);
        co_await timer.async_wait(asio::use_awaitable);
    }
    report_.ended = true;
    out_.cut(how == ending::reset ? http::cut_how::reset : http::cut_how::in_order);
    co_return result<void>{};
}

}  // namespace

// One loop and no function around it: its frame is what an open stream holds while it waits.
asio::awaitable<result<void>> play(script& what, http::exchange& out, stage& on, std::string_view scope,
                                   played& report)
{
    performance one(what, out, on, scope, report);
    for (;;) {
        auto next = one.next_step();
        result<void> done;
        if (std::holds_alternative<send_bytes>(next)) {
            if (!one.has_enough()) continue;
            done = co_await one.flush();
            if (done) co_await asio::post(asio::use_awaitable);
        } else if (const auto* const waiting = std::get_if<wait_for>(&next)) {
            const auto until = one.due_after(waiting->time);
            if (until > on.now()) {
                done = co_await one.flush_before_wait();
                if (done) co_await on.wait_until(until);
            }
            one.is_due(until);
        } else if (auto* const head = std::get_if<send_head>(&next)) {
            done = co_await one.begin(std::move(*head));
        } else if (const auto* const point = std::get_if<pause_at>(&next)) {
            done = co_await one.pause(point->name);
        } else if (const auto* const slow = std::get_if<drip>(&next)) {
            done = co_await one.begin_drip(*slow);
        } else {
            co_return co_await one.end(std::get<ending>(next));
        }
        if (!done) co_return done;
    }
}

}  // namespace parley::mock
