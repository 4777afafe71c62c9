// Splits a stream of server-sent events (WHATWG HTML, "Interpreting an event stream") into events.
//
// No I/O and no reconnection: `id` and `retry` are ignored like comments. An event whose lines together
// are longer than `max_bytes` is an error, and the error is final. Data on one line is not copied.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::sse {

struct event {
    std::string_view name;  // of `event:`, empty when there was none
    std::string_view data;  // several `data:` lines are joined by LF
};

// So many bytes after `event::data` may be read (not understood), as vectorised parsers do.
constexpr std::size_t spare_bytes = 64;

class event_reader {
public:
    explicit event_reader(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // Adds bytes as they came off the wire; they may cut an event, or a character, anywhere.
    void feed(std::string_view bytes);

    // The next complete event, or nothing until more bytes arrive. Views are valid until the next call.
    result<std::optional<event>> next();

    // The last event when the peer ended the stream without the empty line that closes it.
    result<std::optional<event>> finish();

private:
    struct span {
        std::size_t begin = 0;
        std::size_t bytes = 0;
    };
    std::optional<span> take_line();
    void take_field(span line);
    void take_data(span value);
    std::optional<event> take_event();
    void begin_event();
    std::string_view view(span part) const { return {buffer_.data() + part.begin, part.bytes}; }
    error too_long();

    std::size_t max_bytes_;
    std::string buffer_;
    std::string joined_;           // the data when it came on several lines
    std::size_t event_begin_ = 0;  // bytes before this are not needed any more
    std::size_t line_begin_ = 0;   // start of the first line not yet looked at
    std::size_t no_lf_until_ = 0;  // from line_begin_ to here there is no LF: never look twice
    std::size_t no_cr_until_ = 0;
    span name_;
    span data_;
    std::size_t data_lines_ = 0;
    bool after_cr_ = false;  // an LF that comes now belongs to the CR before it
    bool at_start_ = true;   // a byte-order mark may come
    bool failed_ = false;
};

}  // namespace parley::sse
