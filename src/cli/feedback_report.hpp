// How feedback reads: for people, and as one JSON object per line for machines.
#pragma once

#include "history/review.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace parley::cli {

std::string feedback_text(std::span<const history::reviewed_feedback> given);

// `{"given_at","run_id","rating","category","comment","question","answer"}`
std::string feedback_json(std::span<const history::reviewed_feedback> given);

// The beginning of a day written as 2026-01-31, in UTC; nothing when it is none.
std::optional<std::chrono::sys_seconds> day_named(std::string_view text);

}  // namespace parley::cli
