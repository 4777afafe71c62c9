// Answers without their requests: a stream with one JSON event per line, or one whole answer as JSON.
//
// What they answer is told by a request beside them; else it is every request of their API that asks for a
// stream, or for none. Nothing is known of their times. Pure functions.
#pragma once

#include "mock/recorder/imported.hpp"

#include <boost/json/value.hpp>

namespace parley::mock {

bool is_event(const boost::json::value& value);

// Events of Chat Completions or of Responses; a last line may be `[DONE]`.
imported_file read_event_lines(std::string_view text, const std::string& file,
                               const import_settings& settings);

// Nothing when it is no answer that the mock knows.
std::optional<imported_file> read_whole_answer(std::string_view text, const boost::json::object& value,
                                               const std::string& file, const import_settings& settings);

}  // namespace parley::mock
