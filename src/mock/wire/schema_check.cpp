#include "mock/wire/schema_check.hpp"

#include "mock/wire/complaint.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace parley::mock {
namespace {

namespace json = boost::json;

using mistake_found = std::optional<std::string>;

constexpr std::array<std::string_view, 11> not_in_strict = {
    "oneOf", "allOf", "not",  "dependentRequired", "dependentSchemas", "patternProperties",
    "if",    "then",  "else", "uniqueItems",       "propertyNames"};
constexpr std::array<std::string_view, 2> maps_of_schemas = {"$defs", "definitions"};
constexpr std::array<std::string_view, 3> lists_of_schemas = {"anyOf", "oneOf", "allOf"};
constexpr std::array<std::string_view, 5> not_at_the_top = {"oneOf", "anyOf", "allOf", "enum", "not"};

bool holds(const json::array& list, std::string_view text)
{
    return std::ranges::any_of(list, [text](const json::value& one) {
        return one.is_string() && std::string_view(one.get_string()) == text;
    });
}

// `type` may be a list of types.
bool is_of_type(const json::object& schema, std::string_view type)
{
    const auto* const said = present(schema, "type");
    return said && ((said->is_string() && std::string_view(said->get_string()) == type) ||
                    (said->is_array() && holds(said->get_array(), type)));
}

// Walks through a schema and remembers the way, which the service writes as Python does.
class schema_walk {
public:
    explicit schema_walk(schema_rules rules) : is_strict_(rules == schema_rules::strict) {}

    mistake_found check(const json::object& schema)
    {
        if (is_strict_)
            if (auto wrong = check_words(schema)) return wrong;
        if (is_strict_ && (is_of_type(schema, "object") || present(schema, "properties")))
            if (auto wrong = check_closed(schema)) return wrong;
        if (is_of_type(schema, "array") && !present(schema, "items"))
            return here("array schema missing items.");
        return check_below(schema);
    }

private:
    mistake_found here(const std::string& what) const
    {
        std::string way;
        for (const auto& step : way_) way += (way.empty() ? "'" : ", '") + step + "'";
        return "In context=(" + way + (way_.size() == 1 ? ",), " : "), ") + what;
    }

    mistake_found check_words(const json::object& schema) const
    {
        for (const auto word : not_in_strict)
            if (present(schema, word)) return here("'" + std::string(word) + "' is not permitted.");
        for (const auto* const word : {"type", "$ref", "anyOf", "enum"})
            if (present(schema, word)) return std::nullopt;
        return here("schema must have a 'type' key.");
    }

    mistake_found check_closed(const json::object& schema) const
    {
        const auto* const more = present(schema, "additionalProperties");
        if (!more || !more->is_bool() || more->get_bool())
            return here("'additionalProperties' is required to be supplied and to be false.");
        static const json::object none;
        static const json::array nothing;
        const auto* const listed = present(schema, "required");
        const auto* const known = present(schema, "properties");
        const auto& required = listed && listed->is_array() ? listed->get_array() : nothing;
        const auto& properties = known && known->is_object() ? known->get_object() : none;
        const std::string rule =
            "'required' is required to be supplied and to be an array including every key in properties. ";
        for (const auto& property : properties)
            if (!holds(required, property.key()))
                return here(rule + "Missing '" + std::string(property.key()) + "'.");
        for (const auto& name : required)
            if (name.is_string() && !properties.contains(name.get_string()))
                return here(rule + "Extra required key '" + std::string(name.get_string()) + "' supplied.");
        return std::nullopt;
    }

    mistake_found check_below(const json::object& schema)
    {
        if (auto wrong = check_map(schema, "properties")) return wrong;
        if (auto wrong = check_at({"items"}, present(schema, "items"))) return wrong;
        for (const auto name : lists_of_schemas)
            if (auto wrong = check_list(schema, name)) return wrong;
        for (const auto name : maps_of_schemas)
            if (auto wrong = check_map(schema, name)) return wrong;
        return std::nullopt;
    }

    mistake_found check_map(const json::object& schema, std::string_view name)
    {
        const auto* const map = present(schema, name);
        if (!map || !map->is_object()) return std::nullopt;
        for (const auto& one : map->get_object())
            if (auto wrong = check_at({std::string(name), std::string(one.key())}, &one.value()))
                return wrong;
        return std::nullopt;
    }

    mistake_found check_list(const json::object& schema, std::string_view name)
    {
        const auto* const list = present(schema, name);
        if (!list || !list->is_array()) return std::nullopt;
        for (std::size_t i = 0; i < list->get_array().size(); ++i)
            if (auto wrong = check_at({std::string(name), std::to_string(i)}, &list->get_array()[i]))
                return wrong;
        return std::nullopt;
    }

    mistake_found check_at(const std::vector<std::string>& steps, const json::value* schema)
    {
        if (!schema || !schema->is_object()) return std::nullopt;
        way_.insert(way_.end(), steps.begin(), steps.end());
        auto wrong = check(schema->get_object());
        way_.resize(way_.size() - steps.size());
        return wrong;
    }

    bool is_strict_;
    std::vector<std::string> way_;
};

}  // namespace

std::optional<std::string> schema_mistake(const json::object& schema, schema_rules rules)
{
    const bool is_empty = schema.empty();  // "any object", unless the schema is strict
    if (is_empty && rules == schema_rules::loose) return std::nullopt;
    for (const auto word : not_at_the_top)
        if (present(schema, word))
            return "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the "
                   "top level.";
    if (const auto type = text_of(schema, "type"); type != "object")
        return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" +
               (type.empty() ? "None" : std::string(type)) + "\"'.";
    const auto* const properties = present(schema, "properties");
    if (properties && !properties->is_object()) return "'properties' must be an object.";
    return schema_walk(rules).check(schema);
}

}  // namespace parley::mock
