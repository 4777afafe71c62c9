// Which bytes of a file answer a request: conditions (RFC 9110 §13) and one byte range (§14).
//
// No I/O. Several ranges in one request are answered with the whole file, which §14.2 allows.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>

namespace parley::http {

struct file_facts {
    std::uint64_t bytes = 0;
    std::string_view etag = {};                                       // with its quotes; empty: none
    std::optional<std::chrono::sys_seconds> modified = std::nullopt;  // Last-Modified; nothing: unknown
};

struct file_plan {
    unsigned status = 200;  // 200, 206, 304, 412 or 416
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;         // of the body
    std::string content_range = {};  // for 206 and 416
};

// The header fields that `plan_file` looks at: all a session keeps of a request while it is answered.
fields conditions_of(const request& asked);

// Ranges are for GET only; conditions hold for HEAD too.
file_plan plan_file(std::string_view method, const fields& conditions, const file_facts& facts);

}  // namespace parley::http
