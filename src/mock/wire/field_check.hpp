// Checks the members of an object against the rows of a table (field_rule.hpp), in the words of the service.
#pragma once

#include "mock/wire/field_rule.hpp"

#include <vector>

namespace parley::mock {

// What is wrong with one value; `param` is its place in the request.
complaint check_value(const boost::json::value& value, const field_rule& rule, const std::string& param);

// Members that no row names, in the order of the object.
std::vector<std::string_view> unknown_members(const boost::json::object& from, const object_rules& rules);

complaint check_required(const boost::json::object& from, const object_rules& rules, const std::string& path);

// The values of the members that are there, in the order of the rows. Null is as if it were not there.
complaint check_values(const boost::json::object& from, const object_rules& rules, const std::string& path);

// All of that: an unknown member first, then one that is missing, then a wrong value.
complaint check_object(const boost::json::object& from, const object_rules& rules, const std::string& path);

// The values of a request's body, and reads them. A mistake does not end the reading: what can be read is,
// for those who are answered in spite of it.
complaint read_fields(asked& what, const object_rules& rules);

}  // namespace parley::mock
