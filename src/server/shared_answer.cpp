#include "server/shared_answer.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <limits>

namespace parley::server {
namespace {

// What one event takes beside its texts, roughly.
constexpr std::size_t event_overhead = 256;

std::size_t bytes_of(const retrieval::passage& one)
{
    return sizeof one + one.text.size() + one.heading.size() + one.citation.size() + one.document.size();
}

// Roughly what the event takes in memory. Steps of the process are small.
std::size_t bytes_of(const rag::event& what)
{
    std::size_t bytes = event_overhead;
    if (const auto* delta = std::get_if<rag::delta_event>(&what)) bytes += delta->text.size();
    if (const auto* sources = std::get_if<rag::sources_event>(&what)) {
        for (const auto& each : sources->passages) bytes += bytes_of(each);
        for (const auto& each : sources->thoughts) bytes += sizeof each + each.description.size();
    }
    return bytes;
}

error too_slow()
{
    return {errc::timed_out,
            "This connection was too slow for an answer that others read at the same time. Ask again."};
}

}  // namespace

shared_answer::shared_answer(sharing_limits limits, runs::memory_use& used, asio::any_io_executor loop)
    : limits_(limits),
      used_(used),
      loop_(std::move(loop)),
      patience_left_(limits.patience),
      room_(std::make_shared<bell>(loop_))
{
}

shared_answer::~shared_answer()
{
    used_.bytes -= kept_bytes_;
}

std::unique_ptr<answer_reader> shared_answer::join(const asio::any_io_executor& loop)
{
    const std::lock_guard lock(guard_);
    if (!may_be_joined_) return nullptr;
    ++joined_;
    for (auto& each : events_) ++each.waits_for;
    const auto where = readers_.insert(readers_.end(), {0, kept_bytes_, std::make_shared<bell>(loop)});
    return std::make_unique<answer_reader>(shared_from_this(), where);
}

asio::awaitable<result<void>> shared_answer::send(rag::event what)
{
    add(std::move(what));
    for (auto by = who_holds_up(); by != held_up_by::nobody; by = who_holds_up()) {
        if (by == held_up_by::all) {
            co_await room_->wait();
            continue;
        }
        const auto since = std::chrono::steady_clock::now();
        co_await room_->wait(since + patience_left_);
        patience_left_ -= std::min(patience_left_, std::chrono::steady_clock::now() - since);
        if (patience_left_.count() == 0) drop_slow_ones();
    }
    co_return result<void>{};
}

void shared_answer::tick(deadline now)
{
    auto words = held_ == nullptr ? std::string() : held_->release(now);
    if (!words.empty()) add(rag::delta_event{std::move(words)});
}

void shared_answer::end(answer_end how)
{
    const std::lock_guard lock(guard_);
    stop_ = nullptr;
    ended_ = std::move(how);
    may_be_joined_ = false;
    forget_taken();
    for (auto& each : readers_) each.awake->ring();
}

std::size_t shared_answer::joined() const
{
    const std::lock_guard lock(guard_);
    return joined_;
}

void shared_answer::add(rag::event what)
{
    const auto bytes = bytes_of(what);
    auto kept = std::make_shared<const rag::event>(std::move(what));
    const std::lock_guard lock(guard_);
    std::size_t waits_for = 0;
    for (auto& each : readers_) {
        if (each.has_lost) continue;
        ++waits_for;
        each.unread_bytes += bytes;
        each.awake->ring();
    }
    events_.push_back({std::move(kept), bytes, waits_for});
    kept_bytes_ += bytes;
    used_.bytes += bytes;
    if (kept_bytes_ > limits_.kept_bytes_max || used_.bytes > used_.bytes_max) may_be_joined_ = false;
    forget_taken();
}

shared_answer::held_up_by shared_answer::who_holds_up() const
{
    const std::lock_guard lock(guard_);
    auto least = std::numeric_limits<std::size_t>::max();
    std::size_t most = 0;
    for (const auto& each : readers_) {
        if (each.has_lost) continue;
        least = std::min(least, each.unread_bytes);
        most = std::max(most, each.unread_bytes);
    }
    if (most <= limits_.ahead_bytes_max) return held_up_by::nobody;
    if (least > limits_.ahead_bytes_max) return held_up_by::all;
    return most > limits_.behind_bytes_max ? held_up_by::slow_ones : held_up_by::nobody;
}

void shared_answer::drop_slow_ones()
{
    const std::lock_guard lock(guard_);
    for (auto& each : readers_) {
        if (each.has_lost || each.unread_bytes <= limits_.behind_bytes_max) continue;
        give_up_unread(each);
        each.has_lost = true;
        each.awake->ring();
    }
    forget_taken();
}

std::shared_ptr<const rag::event> shared_answer::take(place by)
{
    const std::lock_guard lock(guard_);
    if (by->has_lost || by->next == first_ + events_.size()) return nullptr;
    auto& next = events_[by->next - first_];
    auto what = next.what;
    by->unread_bytes -= next.bytes;
    ++by->next;
    --next.waits_for;
    forget_taken();
    room_->ring();
    return what;
}

std::optional<answer_end> shared_answer::end_for(place by) const
{
    const std::lock_guard lock(guard_);
    if (by->has_lost) return answer_end{nullptr, too_slow()};
    return by->next == first_ + events_.size() ? ended_ : std::nullopt;
}

void shared_answer::leave(place by)
{
    const std::lock_guard lock(guard_);
    if (!by->has_lost) give_up_unread(*by);
    readers_.erase(by);
    const bool is_abandoned = readers_.empty() && !ended_;
    if (is_abandoned) {
        may_be_joined_ = false;
        asio::post(loop_, [self = shared_from_this()] {
            if (self->stop_) self->stop_();
        });
    }
    forget_taken();
    room_->ring();
}

void shared_answer::give_up_unread(const reader& by)
{
    for (auto at = by.next - first_; at < events_.size(); ++at) --events_[at].waits_for;
}

// What nobody can want any more.
void shared_answer::forget_taken()
{
    while (!may_be_joined_ && !events_.empty() && events_.front().waits_for == 0) {
        kept_bytes_ -= events_.front().bytes;
        used_.bytes -= events_.front().bytes;
        events_.pop_front();
        ++first_;
    }
}

asio::awaitable<result<void>> follow(std::unique_ptr<answer_reader> by, rag::event_sink& sink)
{
    for (;;) {
        if (const auto next = by->take()) {
            auto copy = *next;
            auto sent = co_await sink.send(std::move(copy));
            if (!sent) co_return sent;
            continue;
        }
        if (const auto end = by->ended()) {
            if (end->thrown) std::rethrow_exception(end->thrown);
            co_return end->outcome;
        }
        co_await by->wait();
    }
}

}  // namespace parley::server
