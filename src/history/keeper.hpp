// The store behind a thread of its own, so that a slow disk or a lock never keeps a search waiting.
//
// Thread-safe: all loops share one. Opens the file with the first call, and again after it could not: a disk
// that was full or a folder that was read-only works again without a restart. At most `waiting_max` calls
// wait; beyond it errc::busy. `stop` when no loop runs any more.
#pragma once

#include "base/offload.hpp"
#include "history/store.hpp"

#include <atomic>

namespace parley::history {

class keeper {
public:
    static constexpr std::size_t waiting_max = 1024;

    keeper(std::filesystem::path folder, store_limits limits, clock now)
        : folder_(std::move(folder)), limits_(limits), now_(std::move(now)), thread_(1)
    {
    }

    // Runs `work(store&)`, which gives a result<T> and owns what it touches, and resumes on the caller's
    // loop.
    template <class F>
    asio::awaitable<std::invoke_result_t<F&, store&>> with(F work)
    {
        using outcome = std::invoke_result_t<F&, store&>;
        const place_in_line place(waiting_);
        if (place.number > waiting_max)
            co_return error{errc::busy, "The history has more to write than the disk takes.",
                            std::chrono::seconds(1)};
        auto job = [this, work = std::move(work)]() mutable -> outcome {
            if (auto opened = open(); !opened) return opened.error();
            return work(*store_);
        };
        co_return co_await offload(thread_, std::move(job));
    }

    // Waits for what is under way.
    void stop() { thread_.join(); }

private:
    struct place_in_line {
        explicit place_in_line(std::atomic<std::size_t>& line) : line_(line), number(++line) {}
        ~place_in_line() { --line_; }
        place_in_line(const place_in_line&) = delete;
        place_in_line& operator=(const place_in_line&) = delete;

        std::atomic<std::size_t>& line_;
        std::size_t number;
    };

    result<void> open();

    std::filesystem::path folder_;
    store_limits limits_;
    clock now_;
    std::optional<store> store_;  // touched by `thread_` only
    std::atomic<std::size_t> waiting_ = 0;
    asio::thread_pool thread_;  // last: it goes first
};

}  // namespace parley::history
