// Members of JSON that a browser sent; empty when they are missing or of another type.
#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace parley::audit {

inline std::string text_member(const boost::json::object& from, std::string_view key)
{
    const auto* found = from.if_contains(key);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

inline boost::json::object object_member(const boost::json::object& from, std::string_view key)
{
    const auto* found = from.if_contains(key);
    return found && found->is_object() ? found->get_object() : boost::json::object();
}

inline int number_member(const boost::json::object& from, std::string_view key)
{
    const auto* found = from.if_contains(key);
    return found && found->is_int64() ? static_cast<int>(found->get_int64()) : 0;
}

}  // namespace parley::audit
