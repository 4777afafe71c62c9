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

// The parser of bodies bounds how deep this goes.
void append_canonical(std::string& text, const json::value& from)
{
    if (const auto* list = from.if_array()) {
        text += '[';
        for (const auto& item : *list) {
            append_canonical(text, item);
            text += ',';
        }
        text += ']';
    } else if (const auto* members = from.if_object()) {
        text += '{';
        for (const auto* member : in_order_of_names(*members)) {
            append_json_string(text, member->key());
            text += ':';
            append_canonical(text, member->value());
            text += ',';
        }
        text += '}';
    } else {
        text += json::serialize(from);
    }
}

}  // namespace

std::string body_hash(const json::object& body, const std::vector<std::string>& ignoring)
{
    std::string text;
    for (const auto* member : in_order_of_names(body)) {
        if (std::ranges::find(ignoring, std::string_view(member->key())) != ignoring.end()) continue;
        append_json_string(text, member->key());
        text += ':';
        append_canonical(text, member->value());
        text += ',';
    }
    return key_hash(text);
}

}  // namespace parley::mock
