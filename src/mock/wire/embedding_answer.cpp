#include "mock/wire/embedding_answer.hpp"

#include "mock/embedding.hpp"
#include "mock/tokens.hpp"
#include "mock/wire/json_parts.hpp"
#include "openai/vector_json.hpp"

#include <algorithm>
#include <limits>

namespace parley::mock {
namespace {

std::vector<float> vector_for(const asked& asking, std::size_t index, const embedding_reply& given,
                              std::size_t dimensions)
{
    if (index < given.vectors.size()) return given.vectors[index];
    const auto of_model = dimensions_of(asking.model);
    auto natural = of_model > 0 ? of_model : dimensions;
    if (asking.dimensions) natural = std::max(natural, *asking.dimensions);
    auto vector = embed(asking.input[index], natural);
    if (asking.dimensions) shorten(vector, *asking.dimensions);
    return vector;
}

void spoil(std::vector<float>& vector, const fault& what, std::size_t index)
{
    if (index != 0 || vector.empty()) return;
    if (what.kind == fault_kind::wrong_length) vector.pop_back();
    if (what.kind == fault_kind::not_a_number) vector.front() = std::numeric_limits<float>::quiet_NaN();
}

std::size_t tokens_of(std::string_view input)
{
    constexpr std::string_view token_list = "tokens:";
    if (!input.starts_with(token_list)) return count_tokens(input);
    return static_cast<std::size_t>(std::ranges::count(input, ',')) + 1;
}

}  // namespace

std::string embedding_answer(const asked& asking, const reply& answer, const embedding_reply& given,
                             std::size_t dimensions)
{
    const auto& failure = answer.failure;
    std::size_t count = asking.input.size();
    if (failure && failure->kind == fault_kind::wrong_count && count > 0) --count;
    const bool is_reversed = failure && failure->kind == fault_kind::reordered_index;

    std::string body = "{\"object\":\"list\",\"data\":[";
    std::size_t tokens = 0;
    for (const auto& input : asking.input) tokens += tokens_of(input);
    for (std::size_t i = 0; i < count; ++i) {
        const auto index = is_reversed ? count - 1 - i : i;
        auto vector = vector_for(asking, index, given, dimensions);
        if (failure) spoil(vector, *failure, index);
        if (i > 0) body += ',';
        body += "{\"object\":\"embedding\",\"index\":";
        append_number(body, index);
        body += ",\"embedding\":";
        const bool is_base64 = asking.vectors == asked::number_format::base64;
        openai::append_vector(body, vector,
                              is_base64 ? openai::vector_form::base64 : openai::vector_form::floats);
        body += '}';
    }
    body += "],";
    append_member(body, "model", asking.model);
    body += "\"usage\":{\"prompt_tokens\":";
    append_number(body, tokens);
    body += ",\"total_tokens\":";
    append_number(body, tokens);
    body += "}}";
    return body;
}

}  // namespace parley::mock
