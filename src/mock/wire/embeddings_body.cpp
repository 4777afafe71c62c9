#include "base/is_one_of.hpp"
#include "mock/embedding.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/common_fields.hpp"
#include "mock/wire/field_check.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t inputs_max = 2048;

bool is_token(const json::value& value)
{
    return value.is_int64() && value.get_int64() >= 0;
}

bool is_token_list(const json::value& value)
{
    return value.is_array() && !value.get_array().empty() && std::ranges::all_of(value.get_array(), is_token);
}

std::string tokens_as_text(const json::array& tokens)
{
    std::string text = "tokens:";
    for (const auto& token : tokens) {
        if (text.back() != ':') text += ',';
        text += std::to_string(token.get_int64());
    }
    return text;
}

error_reply bad_input(const asked& what)
{
    if (what.style == host_style::openai)
        return invalid_request(
            "'$.input' is invalid. Please check the API reference: "
            "https://platform.openai.com/docs/api-reference.",
            {});
    return invalid_request("'$.input' is invalid. Empty texts cannot be embedded.", {});
}

complaint read_texts(const json::array& list, asked& what)
{
    if (list.empty()) return bad_input(what);
    if (list.size() > inputs_max) return array_too_long("input", inputs_max, list.size());
    for (const auto& one : list) {
        if (one.is_string())
            what.input.emplace_back(one.get_string());
        else if (is_token_list(one))
            what.input.push_back(tokens_as_text(one.get_array()));
        else
            return bad_input(what);
    }
    return std::nullopt;
}

complaint read_input_texts(const json::value& input, asked& what)
{
    complaint bad;
    if (input.is_string())
        what.input.emplace_back(input.get_string());
    else if (is_token_list(input))
        what.input.push_back(tokens_as_text(input.get_array()));
    else
        bad = input.is_array() ? read_texts(input.get_array(), what) : complaint(bad_input(what));
    if (!bad && std::ranges::any_of(what.input, &std::string::empty)) return bad_input(what);
    return bad;
}

complaint read_dimensions(const json::value& dimensions, asked& what)
{
    constexpr std::size_t unknown_model_max = 4096;  // of 2048 texts: 80 MB of numbers
    const auto natural = dimensions_of(what.model);
    const auto max = natural > 0 ? natural : unknown_model_max;
    if (!can_shorten(what.model))
        return invalid_request("This model does not support specifying dimensions.", {});
    if (auto bad = check_value(dimensions, integer_field("", 1, static_cast<double>(max)), "dimensions"))
        return bad;
    what.dimensions = size_of(what.body, "dimensions");
    return std::nullopt;
}

complaint read_encoding(const json::value& encoding, asked& what)
{
    if (encoding.get_string() == "base64") what.vectors = asked::number_format::base64;
    return std::nullopt;
}

constexpr std::array<std::string_view, 2> encodings = {"float", "base64"};

constexpr std::array fields = {
    any_field("input", read_input_texts),
    choice_field("encoding_format", encodings, read_encoding),
    any_field("dimensions", read_dimensions),
    text_field("user"),
    text_field("model"),
};
constexpr std::array<std::string_view, 1> required = {"input"};
constexpr object_rules rules{fields, required};

complaint check_names(const asked& what)
{
    auto unknown = unknown_members(what.body, rules);
    if (what.style != host_style::openai) std::erase(unknown, "input_type");
    if (unknown.empty()) return std::nullopt;
    return unrecognized_arguments(std::move(unknown));
}

}  // namespace

complaint read_embeddings_body(asked& what)
{
    auto first = check_required(what.body, rules, {});
    keep_first(first, check_names(what));
    keep_first(first, read_fields(what, rules));
    return first;
}

}  // namespace parley::mock
