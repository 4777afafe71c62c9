// Log lines: one event, one line, key=value. Where they go is the sink's business.
//
// Values with spaces, quotes or control characters are quoted and escaped, so a line stays a line
// whatever a peer sent. Callers keep secrets and users' texts out (style: errors say what, not whose).
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace parley {

enum class log_level { debug, info, warning, error };

struct log_field {
    log_field(std::string_view name, std::string_view text) : key(name), value(text) {}
    log_field(std::string_view name, std::int64_t number) : key(name), value(std::to_string(number)) {}

    std::string_view key;
    std::string value;
};

// `time=2026-01-31T12:00:00.000Z level=info event=request status=200` (no newline).
std::string format_log_line(std::chrono::system_clock::time_point at, log_level level, std::string_view event,
                            std::initializer_list<log_field> fields);

// Thread-safe: implementations may be called from every loop and from the blocking pool.
class log_sink {
public:
    virtual ~log_sink() = default;
    virtual void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) = 0;
};

// For those who do not want to know.
class no_log final : public log_sink {
public:
    void write(log_level, std::string_view, std::initializer_list<log_field>) override {}
};

}  // namespace parley
