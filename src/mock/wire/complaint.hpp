// What the real service says of a request it refuses: 400 with the parameter's name and a code.
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
error_reply empty_array(const std::string& param);

// A refusal of what is read, or nothing. The first one counts.
using complaint = std::optional<error_reply>;

// A member that may be left out or null, but is otherwise a number within bounds.
complaint check_number(const boost::json::object& body, std::string_view name, double min, double max);

// The same for a boolean.
complaint check_boolean(const boost::json::object& body, std::string_view name);

// `object[name]` when it is there and not null.
const boost::json::value* present(const boost::json::object& object, std::string_view name);

// Its text when it is a string; empty otherwise.
std::string_view text_of(const boost::json::object& object, std::string_view name);

bool is_true(const boost::json::object& object, std::string_view name);

// The number as a size; 0 when there is none.
std::size_t size_of(const boost::json::object& object, std::string_view name);

}  // namespace parley::mock
