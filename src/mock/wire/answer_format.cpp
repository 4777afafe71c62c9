#include "mock/wire/answer_format.hpp"

#include "base/ascii.hpp"
#include "mock/wire/field_check.hpp"
#include "mock/wire/schema_check.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t name_length_max = 64;

constexpr std::array<std::string_view, 3> chat_types = {"json_object", "json_schema", "text"};
constexpr std::array<std::string_view, 3> responses_types = {"json_object", "text", "json_schema"};
constexpr std::array<std::string_view, 1> type_required = {"type"};
constexpr std::array<std::string_view, 1> name_required = {"name"};
constexpr std::array<std::string_view, 2> schema_required = {"name", "schema"};

constexpr std::array named_schema_fields = {
    name_field("name", name_length_max),
    text_field("description"),
    object_field("schema"),
    flag_field("strict"),
};
constexpr object_rules named_schema{named_schema_fields, name_required};

constexpr std::array response_format_fields = {
    choice_field("type", chat_types),
    object_field("json_schema", &named_schema),
};
constexpr object_rules response_format{response_format_fields, type_required};

constexpr std::array text_format_fields = {
    choice_field("type", responses_types),
    name_field("name", name_length_max),
    text_field("description"),
    object_field("schema"),
    flag_field("strict"),
};
constexpr object_rules text_format{text_format_fields, type_required};
constexpr object_rules text_schema{text_format_fields, schema_required};

bool mentions_json(const said& message)
{
    return ascii::lower_case(message.text).find("json") != std::string::npos;
}

// What is wrong with the schema that `holder` has, behind "Invalid schema for …".
std::optional<std::string> wrong_schema(const json::object& holder, asked& what)
{
    const auto* const schema = present(holder, "schema");
    if (!schema) return std::nullopt;
    what.json_schema = json::serialize(*schema);
    if (!is_true(holder, "strict")) return std::nullopt;
    const auto wrong = schema_mistake(schema->get_object(), schema_rules::strict);
    if (!wrong) return std::nullopt;
    return "Invalid schema for response_format '" + std::string(text_of(holder, "name")) + "': " + *wrong;
}

}  // namespace

complaint read_response_format(const json::value& format, asked& what)
{
    if (auto bad = check_value(format, object_field("", &response_format), "response_format")) return bad;
    what.response_format = text_of(format.get_object(), "type");
    if (what.response_format == "json_object" && std::ranges::none_of(what.messages, mentions_json))
        return invalid_request(
            "'messages' must contain the word 'json' in some form, to use "
            "'response_format' of type 'json_object'.",
            "messages");
    if (what.response_format != "json_schema") return std::nullopt;
    const auto* const named = present(format.get_object(), "json_schema");
    if (!named) return missing("response_format.json_schema");
    if (const auto wrong = wrong_schema(named->get_object(), what))
        return invalid_request(*wrong, "response_format");
    return std::nullopt;
}

complaint read_text_format(const json::value& format, asked& what)
{
    if (auto bad = check_value(format, object_field("", &text_format), "text.format")) return bad;
    const auto& object = format.get_object();
    what.response_format = text_of(object, "type");
    if (what.response_format == "json_object" && std::ranges::none_of(what.messages, mentions_json))
        return invalid_request(
            "Response input messages must contain the word 'json' in some form to use "
            "'text.format' of type 'json_object'.",
            "text.format");
    if (what.response_format != "json_schema") return std::nullopt;
    if (auto bad = check_required(object, text_schema, "text.format")) return bad;
    if (const auto wrong = wrong_schema(object, what))
        return invalid_request(*wrong, "text.format.schema", "invalid_json_schema");
    return std::nullopt;
}

}  // namespace parley::mock
