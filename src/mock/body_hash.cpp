#include "mock/body_hash.hpp"

#include "base/json_text.hpp"
#include "mock/key_hash.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

namespace json = boost::json;

std::vector<const json::key_value_pair*> in_order_of_names(const json::object& from)
{
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : from) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
    return members;
}

void append_canonical(std::string& text, const json::value& from, const path_cursor& ignoring);

void append_members(std::string& text, const json::object& from, const path_cursor& ignoring)
{
    for (const auto* member : in_order_of_names(from)) {
        const auto below = ignoring.below(member->key());
        if (below.is_named()) continue;
        append_json_string(text, member->key());
        text += ':';
        append_canonical(text, member->value(), below);
        text += ',';
    }
}

void append_items(std::string& text, const json::array& from, const path_cursor& ignoring)
{
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto below = ignoring.below(i);
        if (below.is_named()) continue;
        append_canonical(text, from[i], below);
        text += ',';
    }
}

// The parser of bodies bounds how deep this goes.
void append_canonical(std::string& text, const json::value& from, const path_cursor& ignoring)
{
    if (const auto* list = from.if_array()) {
        text += '[';
        append_items(text, *list, ignoring);
        text += ']';
    } else if (const auto* members = from.if_object()) {
        text += '{';
        append_members(text, *members, ignoring);
        text += '}';
    } else {
        text += json::serialize(from);
    }
}

}  // namespace

std::string body_hash(const json::object& body, const std::vector<body_path>& ignoring)
{
    std::string text;
    append_members(text, body, path_cursor(ignoring));
    return key_hash(text);
}

}  // namespace parley::mock
