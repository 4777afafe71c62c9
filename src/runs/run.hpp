// One answer that its readers may leave and come back to: its lines, who reads them, and how it ended.
//
// Thread-safe, but for what says "on the run's loop". A reader that is there slows the answer down when there
// is no room for more lines; lines that no reader waits for go when there is none. Lines of the end always
// find room.
#pragma once

#include "base/bell.hpp"
#include "runs/line_ring.hpp"

#include <functional>
#include <list>
#include <mutex>
#include <optional>

namespace parley::runs {

struct run_limits {
    std::size_t bytes_max = std::size_t{1} << 20U;  // far more than an answer and its sources usually take
    std::size_t lines_max = 16'384;
    std::size_t readers_max = 8;  // at a time: tabs, and connections that died without a word
};

// What the lines of all runs take together. Thread-safe.
struct memory_use {
    explicit memory_use(std::size_t most) : bytes_max(most) {}

    const std::size_t bytes_max;
    std::atomic<std::size_t> bytes = 0;
};

// What a reader has not seen yet.
struct news {
    std::string lines;
    bool has_ended = false;             // and these are the last lines
    std::optional<error> refusal = {};  // it ended before there was a word: this is why
};

class reading;

class run : public std::enable_shared_from_this<run> {
public:
    // `used` outlives it. `owner`: who alone may read it; empty: whoever knows the id.
    run(std::string id, std::string owner, run_limits limits, memory_use& used,
        const asio::any_io_executor& loop);
    ~run();

    run(const run&) = delete;
    run& operator=(const run&) = delete;

    const std::string& id() const { return id_; }
    const std::string& owner() const { return owner_; }

    // On the run's loop. `stop` is called there, once or more often, when somebody asks for an end.
    void when_stopped(std::function<void(error)> stop) { stop_ = std::move(stop); }

    // On the run's loop: adds whole lines, when there is room for them. They live as long as the call.
    asio::awaitable<void> write(std::string_view lines);

    // The same without waiting: whether there was room.
    bool try_write(std::string_view lines);

    // On the run's loop: the last lines. With a `refusal` the run ended before it had a word.
    void end(std::string_view last_lines, std::optional<error> refusal, deadline now);

    // Asks the answer to end, for this reason. It does nothing once it has.
    void stop(error why);

    // From line `from` on, for a coroutine of `loop`. errc::not_found: the line is gone; errc::invalid_input:
    // it is beyond the next one; errc::busy: too many read.
    result<std::unique_ptr<reading>> read_from(line_number from, const asio::any_io_executor& loop);

    bool is_empty() const;  // no line yet
    std::optional<deadline> ended_at() const;

    // Since when nobody reads it; nothing while somebody does.
    std::optional<deadline> unread_since() const;

private:
    friend class reading;

    struct reader {
        line_number next;
        std::shared_ptr<bell> awake;
    };
    using place = std::list<reader>::iterator;

    news take(place by);
    void leave(place by);
    bool make_room();
    bool is_full() const;
    void drop_oldest();
    void add(std::string_view lines);

    const std::string id_;
    const std::string owner_;
    const run_limits limits_;
    memory_use& used_;
    const asio::any_io_executor loop_;
    std::function<void(error)> stop_;

    mutable std::mutex guard_;  // of what follows
    line_ring ring_;
    std::list<reader> readers_;
    std::shared_ptr<bell> room_;  // null when it has ended
    deadline unread_since_;
    std::optional<deadline> ended_at_;
    std::optional<error> refusal_;
};

// One reader's way through a run; leaving is its end. Belongs to the loop it was made for.
class reading {
public:
    reading(std::shared_ptr<run> of, run::place where) : of_(std::move(of)), where_(where) {}
    ~reading() { of_->leave(where_); }

    reading(const reading&) = delete;
    reading& operator=(const reading&) = delete;

    const run& of() const { return *of_; }

    // What came since the last time, at most some of it; empty when that is nothing.
    news take() { return of_->take(where_); }

    // Until there may be more.
    asio::awaitable<void> wait() { return where_->awake->wait(); }

private:
    std::shared_ptr<run> of_;
    run::place where_;
};

}  // namespace parley::runs
