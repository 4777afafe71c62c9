// What a service takes of the members of an object, as data: one row a member.
//
// A row says the kind of value and its bounds and, where that is not enough, the function that reads it. The
// tables stand where their objects are read (chat_body.cpp, responses_body.cpp and their like); they are
// checked by field_check.hpp.
#pragma once

#include "mock/asked.hpp"
#include "mock/wire/complaint.hpp"

#include <limits>

namespace parley::mock {

enum class value_kind {
    anything,
    boolean,
    integer,
    decimal,
    text,
    name,     // a text of letters, digits, _ and -
    choice,   // one of some texts
    choices,  // a list of them
    object,
    objects,  // a list of objects, whatever is in them
    metadata  // an object of a few short texts
};

struct object_rules;

struct field_rule {
    std::string_view name;
    value_kind kind = value_kind::anything;
    double min = std::numeric_limits<double>::lowest();  // of a number
    double max = std::numeric_limits<double>::max();
    std::size_t length_max = 0;                     // of a text, in characters; 0: any
    std::span<const std::string_view> values = {};  // of a choice
    const object_rules* members = nullptr;          // of an object; none: any
    // Reads on what the row has found to be good.
    complaint (*read)(const boost::json::value& value, asked& what) = nullptr;
};

struct object_rules {
    std::span<const field_rule> fields;
    std::span<const std::string_view> required = {};
};

using field_reader = decltype(field_rule::read);

constexpr field_rule any_field(std::string_view name, field_reader read = nullptr)
{
    return {.name = name, .read = read};
}

constexpr field_rule flag_field(std::string_view name)
{
    return {.name = name, .kind = value_kind::boolean};
}

constexpr field_rule integer_field(std::string_view name)
{
    return {.name = name, .kind = value_kind::integer};
}

constexpr field_rule integer_field(std::string_view name, double min,
                                   double max = std::numeric_limits<double>::max())
{
    return {.name = name, .kind = value_kind::integer, .min = min, .max = max};
}

constexpr field_rule decimal_field(std::string_view name, double min, double max)
{
    return {.name = name, .kind = value_kind::decimal, .min = min, .max = max};
}

constexpr field_rule text_field(std::string_view name, std::size_t length_max = 0)
{
    return {.name = name, .kind = value_kind::text, .length_max = length_max};
}

constexpr field_rule text_field(std::string_view name, field_reader read)
{
    return {.name = name, .kind = value_kind::text, .read = read};
}

constexpr field_rule name_field(std::string_view name, std::size_t length_max)
{
    return {.name = name, .kind = value_kind::name, .length_max = length_max};
}

constexpr field_rule choice_field(std::string_view name, std::span<const std::string_view> values,
                                  field_reader read = nullptr)
{
    return {.name = name, .kind = value_kind::choice, .values = values, .read = read};
}

constexpr field_rule choices_field(std::string_view name, std::span<const std::string_view> values)
{
    return {.name = name, .kind = value_kind::choices, .values = values};
}

constexpr field_rule object_field(std::string_view name, const object_rules* members = nullptr,
                                  field_reader read = nullptr)
{
    return {.name = name, .kind = value_kind::object, .members = members, .read = read};
}

constexpr field_rule objects_field(std::string_view name, field_reader read = nullptr)
{
    return {.name = name, .kind = value_kind::objects, .read = read};
}

constexpr field_rule metadata_field(std::string_view name)
{
    return {.name = name, .kind = value_kind::metadata};
}

}  // namespace parley::mock
