// One answer that several read at a time: its events, kept from the first one on for as long as more may
// join.
//
// Thread-safe, but for what says "on the answer's loop". The answer waits for the fastest of its readers, as
// it would for one alone. The others may be further behind, but not hold it up for long: then they lose it.
// When the last reader has left, the answer is asked to end.
#pragma once

#include "base/bell.hpp"
#include "rag/event.hpp"
#include "runs/run.hpp"

#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <optional>

namespace parley::server {

struct sharing_limits {
    std::size_t kept_bytes_max = std::size_t{128} << 10U;    // of an answer's events: beyond it nobody joins
    std::size_t ahead_bytes_max = std::size_t{4} << 10U;     // that the fastest reader has not taken
    std::size_t behind_bytes_max = std::size_t{128} << 10U;  // that a slower one has not taken
    std::chrono::milliseconds patience{5000};                // with slower ones, in all
};

// How an answer ended.
struct answer_end {
    std::exception_ptr thrown;
    result<void> outcome;
};

class answer_reader;

class shared_answer final : public rag::event_sink, public std::enable_shared_from_this<shared_answer> {
public:
    // `used` counts the events of all answers, and outlives it: beyond its bound an answer keeps none for
    // those who may join.
    shared_answer(sharing_limits limits, runs::memory_use& used, asio::any_io_executor loop);
    ~shared_answer() override;

    shared_answer(const shared_answer&) = delete;
    shared_answer& operator=(const shared_answer&) = delete;

    // Reads from the first event on, for a coroutine of `loop`. Null: it is too late for that.
    std::unique_ptr<answer_reader> join(const asio::any_io_executor& loop);

    // All on the answer's loop. `stop` is called when nobody reads any more, unless it has ended.
    void when_abandoned(std::function<void()> stop) { stop_ = std::move(stop); }
    asio::awaitable<result<void>> send(rag::event what) override;
    void watch(rag::held_words* words) override { held_ = words; }
    void tick(deadline now);
    void end(answer_end how);

    std::size_t joined() const;  // readers so far

private:
    friend class answer_reader;

    struct kept_event {
        std::shared_ptr<const rag::event> what;
        std::size_t bytes;
        std::size_t waits_for;  // readers who have not taken it
    };
    struct reader {
        std::size_t next = 0;          // its next event, counted from the first of the answer
        std::size_t unread_bytes = 0;  // from there on
        std::shared_ptr<bell> awake;
        bool has_lost = false;  // the answer, because it was too slow
    };
    using place = std::list<reader>::iterator;
    enum class held_up_by { nobody, all, slow_ones };

    void add(rag::event what);
    held_up_by who_holds_up() const;
    void drop_slow_ones();
    void leave(place by);
    void give_up_unread(const reader& by);
    void forget_taken();
    std::shared_ptr<const rag::event> take(place by);
    std::optional<answer_end> end_for(place by) const;

    const sharing_limits limits_;
    runs::memory_use& used_;
    const asio::any_io_executor loop_;
    std::function<void()> stop_;
    rag::held_words* held_ = nullptr;
    std::chrono::steady_clock::duration patience_left_;
    const std::shared_ptr<bell> room_;

    mutable std::mutex guard_;  // of what follows
    std::deque<kept_event> events_;
    std::size_t first_ = 0;  // the number of the oldest event that is kept
    std::size_t kept_bytes_ = 0;
    std::list<reader> readers_;
    std::size_t joined_ = 0;
    bool may_be_joined_ = true;
    std::optional<answer_end> ended_;
};

// One reader's way through the answer; leaving is its end. Belongs to the loop it was made for.
class answer_reader {
public:
    answer_reader(std::shared_ptr<shared_answer> of, shared_answer::place where)
        : of_(std::move(of)), where_(where)
    {
    }
    ~answer_reader() { of_->leave(where_); }

    answer_reader(const answer_reader&) = delete;
    answer_reader& operator=(const answer_reader&) = delete;

    // The next event, or null until there is one.
    std::shared_ptr<const rag::event> take() { return of_->take(where_); }

    // Once there is no next event: how it ended, if it has.
    std::optional<answer_end> ended() const { return of_->end_for(where_); }

    asio::awaitable<void> wait() { return where_->awake->wait(); }

private:
    std::shared_ptr<shared_answer> of_;
    shared_answer::place where_;
};

// Passes the answer on to `sink`, to its end, which is returned or thrown as the answer's own was.
asio::awaitable<result<void>> follow(std::unique_ptr<answer_reader> by, rag::event_sink& sink);

}  // namespace parley::server
