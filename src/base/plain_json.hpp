// JSON with numbers as people write them: 1 and 0.5, where Boost.JSON's own text has 1E0 and 5E-1.
//
// In the header alone: who uses it links Boost.JSON, which base does not.
#pragma once

#include "base/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace parley {

inline void append_plain_json(std::string& to, const boost::json::value& from)
{
    if (const auto* number = from.if_double()) {
        append_json_number(to, *number);
    } else if (const auto* list = from.if_array()) {
        auto before = '[';
        for (const auto& item : *list) append_plain_json(to += std::exchange(before, ','), item);
        to += list->empty() ? "[]" : "]";
    } else if (const auto* object = from.if_object()) {
        auto before = '{';
        for (const auto& member : *object) {
            append_json_string(to += std::exchange(before, ','), member.key());
            append_plain_json(to += ':', member.value());
        }
        to += object->empty() ? "{}" : "}";
    } else {
        to += boost::json::serialize(from);
    }
}

inline std::string plain_json(const boost::json::value& from)
{
    std::string text;
    append_plain_json(text, from);
    return text;
}

}  // namespace parley
