// The instants in which Entra, managed identity hosts and developer tools say when a token expires. No I/O.
//
// Forms: `10/16/2026 15:04:05 +00:00`, `1/16/2026 5:24:12 AM +00:00`, `2026-10-16 15:04:05` (UTC), RFC 3339
// with at most 7 fractional digits, RFC 1123. Fractions are dropped; white space at the ends does not matter.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace parley::identity {

constexpr std::int64_t last_epoch_second = 253'402'300'799;  // the end of the year 9999

// Nothing when it is none of the forms, or no date of the calendar.
std::optional<std::chrono::sys_seconds> read_expiry_date(std::string_view text);

// `at` on a clock that may not reach as far: the clock's last second then.
std::chrono::system_clock::time_point on_wall_clock(std::chrono::sys_seconds at);

}  // namespace parley::identity
