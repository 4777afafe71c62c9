// What the real service says of a request it refuses: 400 with the parameter's name and a code.
//
// The sentences are the service's, as far as they are known (docs/mock-conformance.md).
#pragma once

#include "mock/reply.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>

namespace parley::mock {

error_reply invalid_request(std::string message, std::string param, std::string code = {});

error_reply missing(const std::string& param);
error_reply wrong_type(const std::string& param, std::string_view expected, const boost::json::value& got);
error_reply wrong_value(const std::string& param, std::string_view got,
                        std::span<const std::string_view> supported);
error_reply unknown_parameter(const std::string& param);

// A bound that a value breaks: `Invalid 'n': integer above maximum value. …`.
error_reply out_of_bounds(const std::string& param, std::string_view what, std::string_view expected,
                          std::string_view got, std::string code);
error_reply empty_array(const std::string& param);
error_reply array_too_long(const std::string& param, std::size_t max, std::size_t got);
error_reply text_too_long(const std::string& param, std::size_t max, std::size_t got);

// A refusal of what is read, or nothing. The first one counts.
using complaint = std::optional<error_reply>;

inline void keep_first(complaint& first, complaint next)
{
    if (!first) first = std::move(next);
}

// `'a', 'b', and 'c'`, with the last word as told.
std::string listed(std::span<const std::string_view> values, std::string_view last_word);

// The first and the last three characters of a long text, as the service quotes it.
std::string shortened(std::string_view text);

// A number as the service writes it: 2, 0.5.
std::string written(double number);

// `object[name]` when it is there and not null.
const boost::json::value* present(const boost::json::object& object, std::string_view name);

// Its text when it is a string; empty otherwise.
std::string_view text_of(const boost::json::object& object, std::string_view name);

bool is_true(const boost::json::object& object, std::string_view name);

// The number as a size; 0 when there is none.
std::size_t size_of(const boost::json::object& object, std::string_view name);

}  // namespace parley::mock
