// The latest lines of one answer. They are numbered from 0 and keep their numbers when older ones go.
//
// No I/O, no locks, and no rule about what goes when: its owner knows its limits and its readers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace parley::runs {

using line_number = std::uint64_t;

class line_ring {
public:
    // What one line takes beside its bytes, roughly.
    static constexpr std::size_t line_overhead = 64;

    // Whole lines, each with its newline.
    void append(std::string_view lines);

    // Without a line it does nothing.
    void drop_oldest();

    // The lines from `from` on, which is one of first() to next(): at least one if there is any, else as many
    // as stay within `bytes_max`. `from` becomes the number of the line behind them.
    std::string take(line_number& from, std::size_t bytes_max) const;

    line_number first() const { return first_; }                 // of the oldest line that is still here
    line_number next() const { return first_ + lines_.size(); }  // of the line that comes next
    std::size_t size() const { return lines_.size(); }
    std::size_t bytes() const { return bytes_; }  // overhead included

private:
    std::deque<std::string> lines_;
    line_number first_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace parley::runs
