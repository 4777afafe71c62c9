// A recorded stream as events, when that says it exactly; and what its events say.
//
// Pure functions.
#pragma once

#include "mock/recorder/spool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley::mock {

struct recorded_event {
    std::string name;  // empty: none
    std::string data;
    std::chrono::microseconds at;
};

// Nothing when writing the events again would give other bytes (comments, ids, other line ends, several
// lines of data, bytes that are no UTF-8) or other split points (a piece that ends within an event).
std::optional<std::vector<recorded_event>> read_events_exactly(const std::vector<timed_piece>& pieces);

// The texts that the events of a stream add up to: every member that models stream in parts, joined.
std::string text_of_events(std::string_view stream);

}  // namespace parley::mock
