#include "runs/run.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace parley::runs {
namespace {

constexpr std::size_t taken_bytes_max = 64 * 1024;  // at once: a reader's share of a write

}  // namespace

run::run(std::string id, std::string owner, run_limits limits, memory_use& used,
         const asio::any_io_executor& loop)
    : id_(std::move(id)),
      owner_(std::move(owner)),
      limits_(limits),
      used_(used),
      loop_(loop),
      room_(std::make_shared<bell>(loop)),
      unread_since_(std::chrono::steady_clock::now())
{
}

run::~run()
{
    used_.bytes -= ring_.bytes();
}

asio::awaitable<void> run::write(std::string_view lines)
{
    const auto room = room_;
    while (!try_write(lines)) co_await room->wait();
}

bool run::try_write(std::string_view lines)
{
    const std::lock_guard lock(guard_);
    if (!make_room()) return false;
    add(lines);
    return true;
}

// Whether there is room, now that what nobody needs is gone.
bool run::make_room()
{
    auto needed = ring_.next();
    for (const auto& each : readers_) needed = std::min(needed, each.next);
    while (is_full() && ring_.first() < needed) drop_oldest();
    return !is_full();
}

bool run::is_full() const
{
    if (ring_.size() == 0) return false;
    return ring_.size() >= limits_.lines_max || ring_.bytes() >= limits_.bytes_max ||
           used_.bytes >= used_.bytes_max;
}

void run::drop_oldest()
{
    const auto before = ring_.bytes();
    ring_.drop_oldest();
    used_.bytes -= before - ring_.bytes();
}

void run::add(std::string_view lines)
{
    const auto before = ring_.bytes();
    ring_.append(lines);
    used_.bytes += ring_.bytes() - before;
    for (const auto& each : readers_) each.awake->ring();
}

void run::end(std::string_view last_lines, std::optional<error> refusal, deadline now)
{
    stop_ = nullptr;
    const std::lock_guard lock(guard_);
    ended_at_ = now;
    refusal_ = std::move(refusal);
    room_.reset();  // it is of a loop that may not outlive this
    add(last_lines);
}

void run::stop(error why)
{
    const std::lock_guard lock(guard_);
    if (ended_at_) return;
    asio::post(loop_, [self = shared_from_this(), why = std::move(why)] {
        if (self->stop_) self->stop_(why);
    });
}

result<std::unique_ptr<reading>> run::read_from(line_number from, const asio::any_io_executor& loop)
{
    const std::lock_guard lock(guard_);
    if (from < ring_.first()) return error{errc::not_found, "This part of the answer is not kept any more."};
    if (from > ring_.next()) return error{errc::invalid_input, "The answer has not come that far."};
    if (readers_.size() >= limits_.readers_max)
        return error{errc::busy, "As many are reading this answer as may.", std::chrono::seconds(1)};
    const auto where = readers_.insert(readers_.end(), {from, std::make_shared<bell>(loop)});
    return std::make_unique<reading>(shared_from_this(), where);
}

news run::take(place by)
{
    const std::lock_guard lock(guard_);
    news found;
    found.lines = ring_.take(by->next, taken_bytes_max);
    found.has_ended = ended_at_ && by->next == ring_.next();
    found.refusal = refusal_;
    if (room_ && !found.lines.empty()) room_->ring();
    return found;
}

void run::leave(place by)
{
    const std::lock_guard lock(guard_);
    readers_.erase(by);
    unread_since_ = std::chrono::steady_clock::now();
    if (room_) room_->ring();
}

bool run::is_empty() const
{
    const std::lock_guard lock(guard_);
    return ring_.next() == 0;
}

std::optional<deadline> run::ended_at() const
{
    const std::lock_guard lock(guard_);
    return ended_at_;
}

std::optional<deadline> run::unread_since() const
{
    const std::lock_guard lock(guard_);
    return readers_.empty() ? std::optional(unread_since_) : std::nullopt;
}

}  // namespace parley::runs
