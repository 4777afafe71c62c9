// Hands results from several threads to one; a full queue makes the threads wait, which bounds memory.
//
// Thread-safe: every member. After `close` nothing waits any more: puts are dropped, takes find nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace parley::ingest {

template <class T>
class bounded_queue {
public:
    explicit bounded_queue(std::size_t length_max) : length_max_(length_max) {}

    // False when the queue was closed: stop making more.
    bool put(T item)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return closed_ || items_.size() < length_max_; });
        if (closed_) return false;
        items_.push_back(std::move(item));
        changed_.notify_all();
        return true;
    }

    std::optional<T> take(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, patience, [this] { return closed_ || !items_.empty(); });
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.pop_front();
        changed_.notify_all();
        return item;
    }

    void close()
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        items_.clear();
        changed_.notify_all();
    }

private:
    std::size_t length_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace parley::ingest
