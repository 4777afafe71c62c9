#include "mock/wire/field_check.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"

#include <algorithm>
#include <cmath>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t metadata_pairs_max = 16;
constexpr std::size_t metadata_name_max = 64;
constexpr std::size_t metadata_text_max = 512;

std::size_t characters_in(std::string_view text)
{
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

std::string member_of(const std::string& path, std::string_view name)
{
    return path.empty() ? std::string(name) : path + "." + std::string(name);
}

bool is_whole(const json::value& value)
{
    return value.is_int64() || value.is_uint64() ||
           (value.is_double() && std::trunc(value.get_double()) == value.get_double());
}

complaint check_number(const json::value& value, const field_rule& rule, const std::string& param)
{
    const bool is_integer = rule.kind == value_kind::integer;
    if (is_integer ? !is_whole(value) : !value.is_number())
        return wrong_type(param, is_integer ? "an integer" : "a decimal", value);
    const std::string kind = is_integer ? "integer" : "decimal";
    const auto number = value.to_number<double>();
    if (number < rule.min)
        return out_of_bounds(param, kind + " below minimum value", "a value >= " + written(rule.min),
                             written(number), kind + "_below_min_value");
    if (number > rule.max)
        return out_of_bounds(param, kind + " above maximum value", "a value <= " + written(rule.max),
                             written(number), kind + "_above_max_value");
    return std::nullopt;
}

complaint check_text(const json::value& value, const field_rule& rule, const std::string& param)
{
    if (!value.is_string()) return wrong_type(param, "a string", value);
    const std::string_view text = value.get_string();
    const auto length = rule.length_max == 0 ? 0 : characters_in(text);
    if (length > rule.length_max) return text_too_long(param, rule.length_max, length);
    if (rule.kind != value_kind::name) return std::nullopt;
    if (text.empty())
        return out_of_bounds(param, "empty string", "a string with minimum length 1", "an empty string",
                             "empty_string");
    const auto is_of_name = [](char c) { return ascii::is_letter_or_digit(c) || c == '_' || c == '-'; };
    if (std::ranges::all_of(text, is_of_name)) return std::nullopt;
    return invalid_request("Invalid '" + param +
                               "': string does not match pattern. Expected a string that matches the "
                               "pattern '^[a-zA-Z0-9_-]+$'.",
                           param, "invalid_value");
}

complaint check_choice(const json::value& value, const field_rule& rule, const std::string& param)
{
    if (!value.is_string()) return wrong_type(param, "one of " + listed(rule.values, "or"), value);
    if (is_one_of(rule.values, value.get_string())) return std::nullopt;
    return wrong_value(param, value.get_string(), rule.values);
}

complaint check_choices(const json::value& value, const field_rule& rule, const std::string& param)
{
    if (!value.is_array()) {
        std::vector<std::string> quoted;
        for (const auto one : rule.values) quoted.push_back(shortened(one));
        const std::vector<std::string_view> views(quoted.begin(), quoted.end());
        return wrong_type(param, "an array of one of " + listed(views, "or"), value);
    }
    const auto& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (auto bad = check_choice(list[i], rule, param + "[" + std::to_string(i) + "]")) return bad;
    return std::nullopt;
}

complaint check_objects(const json::value& value, const std::string& param)
{
    if (!value.is_array()) return wrong_type(param, "an array of objects", value);
    const auto& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!list[i].is_object())
            return wrong_type(param + "[" + std::to_string(i) + "]", "an object", list[i]);
    return std::nullopt;
}

complaint check_metadata(const json::value& value, const std::string& param)
{
    if (!value.is_object()) return wrong_type(param, "a metadata object", value);
    const auto& pairs = value.get_object();
    if (pairs.size() > metadata_pairs_max)
        return out_of_bounds(param, "too many properties",
                             "an object with at most " + std::to_string(metadata_pairs_max) + " properties",
                             "an object with " + std::to_string(pairs.size()) + " properties",
                             "object_above_max_properties");
    const field_rule text = text_field("", metadata_text_max);
    for (const auto& [name, kept] : pairs) {
        const auto place = member_of(param, name);
        if (const auto length = characters_in(name); length > metadata_name_max)
            return invalid_request("Invalid property name in '" + param + "': '" + shortened(name) +
                                       "' is too long. Expected a string with maximum length " +
                                       std::to_string(metadata_name_max) + ", but got a string with length " +
                                       std::to_string(length) + " instead.",
                                   place, "property_name_above_max_length");
        if (auto bad = check_text(kept, text, place)) return bad;
    }
    return std::nullopt;
}

// What an object says for each row; nullptr: nothing, or null. By its members, as it has few of all that it
// may.
std::vector<const json::value*> values_by_row(const json::object& from, const object_rules& rules)
{
    std::vector<const json::value*> values(rules.fields.size());
    for (const auto& member : from) {
        const auto row = std::ranges::find(rules.fields, std::string_view(member.key()), &field_rule::name);
        if (row != rules.fields.end() && !member.value().is_null())
            values[static_cast<std::size_t>(row - rules.fields.begin())] = &member.value();
    }
    return values;
}

}  // namespace

complaint check_value(const json::value& value, const field_rule& rule, const std::string& param)
{
    switch (rule.kind) {
        case value_kind::anything:
            break;
        case value_kind::boolean:
            if (!value.is_bool()) return wrong_type(param, "a boolean", value);
            break;
        case value_kind::integer:
        case value_kind::decimal:
            return check_number(value, rule, param);
        case value_kind::text:
        case value_kind::name:
            return check_text(value, rule, param);
        case value_kind::choice:
            return check_choice(value, rule, param);
        case value_kind::choices:
            return check_choices(value, rule, param);
        case value_kind::object:
            if (!value.is_object()) return wrong_type(param, "an object", value);
            if (rule.members) return check_object(value.get_object(), *rule.members, param);
            break;
        case value_kind::objects:
            return check_objects(value, param);
        case value_kind::metadata:
            return check_metadata(value, param);
    }
    return std::nullopt;
}

std::vector<std::string_view> unknown_members(const json::object& from, const object_rules& rules)
{
    std::vector<std::string_view> unknown;
    for (const auto& member : from) {
        const std::string_view name = member.key();
        if (std::ranges::find(rules.fields, name, &field_rule::name) == rules.fields.end())
            unknown.push_back(name);
    }
    return unknown;
}

complaint check_required(const json::object& from, const object_rules& rules, const std::string& path)
{
    for (const auto name : rules.required)
        if (!present(from, name)) return missing(member_of(path, name));
    return std::nullopt;
}

complaint check_values(const json::object& from, const object_rules& rules, const std::string& path)
{
    const auto values = values_by_row(from, rules);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        const auto& rule = rules.fields[i];
        if (auto bad = check_value(*values[i], rule, member_of(path, rule.name))) return bad;
    }
    return std::nullopt;
}

complaint check_object(const json::object& from, const object_rules& rules, const std::string& path)
{
    const auto unknown = unknown_members(from, rules);
    if (!unknown.empty()) return unknown_parameter(member_of(path, unknown.front()));
    if (auto bad = check_required(from, rules, path)) return bad;
    return check_values(from, rules, path);
}

complaint read_fields(asked& what, const object_rules& rules)
{
    complaint first;
    const auto values = values_by_row(what.body, rules);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        const auto& rule = rules.fields[i];
        auto bad = check_value(*values[i], rule, std::string(rule.name));
        if (!bad && rule.read) bad = rule.read(*values[i], what);
        keep_first(first, std::move(bad));
    }
    return first;
}

}  // namespace parley::mock
