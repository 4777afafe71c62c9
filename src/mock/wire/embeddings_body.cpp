#include "mock/embedding.hpp"
#include "mock/wire/body_readers.hpp"

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
    if (what.style == host_style::openai) return invalid_request("'$.input' is invalid.", {});
    return invalid_request("'$.input' is invalid. Empty texts cannot be embedded.", {});
}

complaint read_input(asked& what)
{
    const auto* const input = present(what.body, "input");
    if (!input) return missing("input");
    if (input->is_string()) {
        what.input.emplace_back(input->get_string());
    } else if (is_token_list(*input)) {
        what.input.push_back(tokens_as_text(input->get_array()));
    } else if (!input->is_array() || input->get_array().empty()) {
        return bad_input(what);
    } else {
        for (const auto& one : input->get_array()) {
            if (one.is_string())
                what.input.emplace_back(one.get_string());
            else if (is_token_list(one))
                what.input.push_back(tokens_as_text(one.get_array()));
            else
                return bad_input(what);
        }
    }
    if (what.input.size() > inputs_max)
        return invalid_request("Invalid 'input': array too long. Expected at most 2048 elements.", "input",
                               "array_above_max_length");
    if (std::ranges::any_of(what.input, &std::string::empty)) return bad_input(what);
    return std::nullopt;
}

complaint read_dimensions(asked& what)
{
    constexpr std::size_t unknown_model_max = 16'384;
    if (!present(what.body, "dimensions")) return std::nullopt;
    const auto natural = dimensions_of(what.model);
    const auto max = natural > 0 ? natural : unknown_model_max;
    if (!can_shorten(what.model))
        return invalid_request("This model does not support specifying dimensions.", {});
    if (auto bad = check_number(what.body, "dimensions", 1, static_cast<double>(max))) return bad;
    what.dimensions = size_of(what.body, "dimensions");
    return std::nullopt;
}

}  // namespace

complaint read_embeddings_body(asked& what)
{
    static constexpr std::array<std::string_view, 2> formats = {"float", "base64"};
    if (auto bad = read_input(what)) return bad;
    if (present(what.body, "encoding_format")) {
        const auto format = text_of(what.body, "encoding_format");
        if (format == "base64")
            what.vectors = asked::number_format::base64;
        else if (format != "float")
            return wrong_value("encoding_format", format, formats);
    }
    return read_dimensions(what);
}

}  // namespace parley::mock
