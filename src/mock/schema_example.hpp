// An instance of a JSON schema, so that default answers fit what was asked for.
//
// Knows type, properties, required, items, enum, const, default, anyOf, oneOf, allOf (its first), bounds and
// references within the schema. Not a validator. Limits: sixteen levels and items, a thousand values in all;
// what comes after those is left out.
#pragma once

#include <boost/json/value.hpp>

#include <string_view>

namespace parley::mock {

// Strings without a format become `words`.
boost::json::value schema_example(const boost::json::value& schema, std::string_view words);

}  // namespace parley::mock
