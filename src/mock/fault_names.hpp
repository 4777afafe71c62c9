// The names of faults, one table for fixture files and request headers.
#pragma once

#include "mock/reply.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace parley::mock {

inline constexpr auto fault_kinds = std::to_array<std::pair<std::string_view, fault_kind>>({
    {"reset", fault_kind::reset},
    {"close", fault_kind::close},
    {"stall", fault_kind::stall},
    {"half_event", fault_kind::half_event},
    {"half_character", fault_kind::half_character},
    {"invalid_json", fault_kind::invalid_json},
    {"invalid_utf8", fault_kind::invalid_utf8},
    {"slow_drip", fault_kind::slow_drip},
    {"wrong_content_type", fault_kind::wrong_content_type},
    {"html", fault_kind::html},
    {"no_terminal_event", fault_kind::no_terminal_event},
    {"no_finish", fault_kind::no_finish},
    {"error_event", fault_kind::error_event},
    {"flat_error_event", fault_kind::flat_error_event},
    {"oversized_event", fault_kind::oversized_event},
    {"duplicate_event", fault_kind::duplicate_event},
    {"reordered_index", fault_kind::reordered_index},
    {"wrong_count", fault_kind::wrong_count},
    {"wrong_length", fault_kind::wrong_length},
    {"not_a_number", fault_kind::not_a_number},
});

}  // namespace parley::mock
