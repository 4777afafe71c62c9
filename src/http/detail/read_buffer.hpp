// The bytes of one response that have been read and not yet understood, and room for the next read.
//
// Small while little comes, as one token at a time; large after a read that filled it: what comes in a burst
// is then read, and passed on, at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

namespace parley::http {

class read_buffer {
public:
    static constexpr std::size_t bytes_min = 1024;
    static constexpr std::size_t bytes_usual_max = 64 * 1024;

    explicit read_buffer(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Room for the next read, or nothing when `bytes_max` bytes together are still not understood.
    // Views of earlier bytes end here.
    std::optional<std::span<char>> prepare()
    {
        const std::size_t kept = end_ - begin_;
        if (kept >= bytes_max_) return std::nullopt;
        const std::size_t wanted = capacity_for(kept);
        if (wanted != held_)
            move_into(wanted);
        else if (begin_ != 0)
            std::memmove(bytes_.get(), bytes_.get() + begin_, kept);
        begin_ = 0;
        end_ = kept;
        capacity_ = wanted;
        room_ = capacity_ - kept;
        return std::span(bytes_.get() + end_, room_);
    }

    void commit(std::size_t bytes)
    {
        end_ += bytes;
        last_read_ = bytes;
    }

    // Gives the memory back until the next `prepare`, but for the few bytes that are not understood yet:
    // often the end of a chunk waits for the next one.
    void release()
    {
        const std::size_t kept = end_ - begin_;
        if (kept > bytes_held_idle_max || kept == held_) return;
        move_into(kept);
        begin_ = 0;
        end_ = kept;
    }

    std::span<char> unread() { return {bytes_.get() + begin_, end_ - begin_}; }
    void consume(std::size_t bytes) { begin_ += bytes; }

private:
    static constexpr std::size_t bytes_first = 4096;  // a head, and the start of a body
    static constexpr std::size_t bytes_held_idle_max = 64;

    void move_into(std::size_t size)
    {
        auto other = size == 0 ? nullptr : std::make_unique_for_overwrite<char[]>(size);
        if (end_ != begin_) std::memcpy(other.get(), bytes_.get() + begin_, end_ - begin_);
        bytes_ = std::move(other);
        held_ = size;
    }

    std::size_t capacity_for(std::size_t kept) const
    {
        std::size_t wanted = capacity_ == 0 ? bytes_first : capacity_;
        if (capacity_ != 0 && last_read_ == room_) wanted = std::max(capacity_, bytes_usual_max);
        if (capacity_ != 0 && last_read_ < capacity_ / 4) wanted = bytes_min;
        while (wanted < kept + bytes_min / 2) wanted *= 2;
        return wanted;
    }

    std::size_t bytes_max_;
    std::unique_ptr<char[]> bytes_;
    std::size_t held_ = 0;      // bytes of memory
    std::size_t capacity_ = 0;  // what the last read was given room in
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t room_ = 0;  // offered to the last read
    std::size_t last_read_ = 0;
};

}  // namespace parley::http
