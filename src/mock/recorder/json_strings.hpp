// The strings of JSON in a text, wherever they stand in it, and what their escapes stand for.
//
// The text need not be JSON: a stream of events has JSON in it, and so has a piece of one. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace parley::mock {

// Shows `change` what each string with an escape says, and puts what it gives back in its place, if that is
// something else. All other bytes stay.
std::string with_changed_strings(std::string_view text,
                                 const std::function<std::string(const std::string&)>& change);

// Every escape of JSON becomes its character, also outside of strings. A half of a pair stays as it is.
std::string without_escapes(std::string_view text);

}  // namespace parley::mock
