// Appends JSON values to a buffer, for texts that are written once per question or once per model event.
//
// Boost.JSON does the rest of our JSON; this is for the hot path only.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// `text` as a JSON string with its quotes (RFC 8259 §7). Malformed UTF-8 becomes U+FFFD; other characters go
// out as themselves.
void append_json_string(std::string& out, std::string_view text);

// The shortest text that reads back as `number`; null when JSON has no such number.
void append_json_number(std::string& out, double number);

}  // namespace parley
