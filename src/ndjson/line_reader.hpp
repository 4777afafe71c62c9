// Splits a stream of bytes into lines, one JSON text per line.
//
// No I/O and no JSON here: bytes in, lines out. A line longer than `max_bytes` is an
// error, so a peer that never sends a newline cannot grow our memory. The error is final.
// Lines end in LF or CRLF; empty ones are heartbeats and are skipped.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::ndjson {

class line_reader {
public:
    explicit line_reader(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // Adds bytes as they came off the wire; they may cut a line, or a character, anywhere.
    void feed(std::string_view bytes);

    // The next complete line without its newline, or nothing until more bytes arrive.
    // The view is valid until the next call.
    result<std::optional<std::string_view>> next();

    // The last line when the peer ended the stream without a newline.
    result<std::optional<std::string_view>> finish();

private:
    error too_long();

    std::size_t max_bytes_;
    std::string buffer_;
    std::size_t line_begin_ = 0;  // start of the first line not yet returned
    std::size_t scanned_ = 0;     // bytes before this hold no newline: never look twice
    bool failed_ = false;
};

}  // namespace parley::ndjson
