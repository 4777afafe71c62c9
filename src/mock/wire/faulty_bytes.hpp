// Spoils events and bodies as faults ask for. Pure functions on text.
#pragma once

#include <string>
#include <string_view>

namespace parley::mock {

// How large an event becomes by oversized_event: beyond what clients should take for one.
constexpr std::size_t oversized_bytes = 20 * 1024 * 1024;

// Cut so that the last character is not whole: within the first one beyond ASCII, or else behind the first
// byte of one that is put into the middle.
std::string cut_in_character(std::string_view text);

// The JSON loses its second half; the framing of an event stays.
std::string without_json_end(std::string_view text);

// Two bytes that are no UTF-8, within the first string that a reader shows, or else within any.
std::string with_invalid_utf8(std::string_view text);

// Where padding can be added to the JSON object of `text`: before its last brace.
std::size_t end_of_object(std::string_view text);

std::string_view page_of_html();

}  // namespace parley::mock
