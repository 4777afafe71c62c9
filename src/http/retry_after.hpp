// When a server wants to be asked again: `retry-after-ms`, else `Retry-After` (RFC 9110 §10.2.3). No I/O.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <optional>

namespace parley::http {

// Seconds, also with a fraction, or a date. What is negative, unreadable, over or absurd is no wish.
std::optional<std::chrono::milliseconds> retry_after_of(const fields& headers,
                                                        std::chrono::system_clock::time_point now);

}  // namespace parley::http
