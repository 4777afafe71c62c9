#include "server/v1/embeddings_request.hpp"

#include "server/json_body.hpp"
#include "server/json_members.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

constexpr std::int64_t dimensions_max = 65'536;

result<std::string> read_text(const json::value& item, const std::string& where,
                              const embeddings_limits& limits)
{
    if (item.is_number() || item.is_array())
        return invalid(where + " must be text: tokens are not read here");
    if (!item.is_string()) return invalid(where + " must be a string");
    if (item.get_string().empty()) return invalid(where + " is empty");
    if (item.get_string().size() > limits.text_bytes_max)
        return error{errc::too_large,
                     where + " is longer than " + std::to_string(limits.text_bytes_max) + " bytes"};
    return std::string(item.get_string());
}

result<std::vector<std::string>> read_input(const json::value* input, const embeddings_limits& limits)
{
    if (input == nullptr || (input->is_array() && input->get_array().empty()))
        return invalid("input must be a string or a list with at least one");
    std::vector<std::string> texts;
    if (!input->is_array()) {
        auto text = read_text(*input, "input", limits);
        if (!text) return text.error();
        texts.push_back(*std::move(text));
        return texts;
    }
    const auto& items = input->get_array();
    if (items.size() > limits.texts_max)
        return error{errc::too_large, "input may hold " + std::to_string(limits.texts_max) + " texts"};
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto text = read_text(items[i], "input[" + std::to_string(i) + "]", limits);
        if (!text) return text.error();
        texts.push_back(*std::move(text));
    }
    return texts;
}

result<void> check_numbers(const openai::embedding_request& wanted, const embeddings_limits& limits)
{
    const auto length =
        wanted.dimensions ? static_cast<std::size_t>(*wanted.dimensions) : limits.vector_length;
    const auto texts_max = std::max<std::size_t>(1, limits.numbers_max / length);
    if (wanted.texts.size() <= texts_max) return {};
    return invalid("an answer may hold " + std::to_string(limits.numbers_max) + " numbers: of vectors of " +
                   std::to_string(length) + " that is " + std::to_string(texts_max) + " at most");
}

}  // namespace

result<embeddings_request> parse_embeddings_request(const http::request& request,
                                                    const embeddings_limits& limits)
{
    const auto read_body = read_json_object(request);
    if (!read_body) return read_body.error();
    const json_members body(*read_body);
    embeddings_request wanted;
    auto model = body.text("model");
    if (!model || model->empty()) return invalid("model must be a string");
    wanted.texts.model = *std::move(model);
    auto texts = read_input(body.find("input"), limits);
    if (!texts) return texts.error();
    wanted.texts.texts = *std::move(texts);
    const auto form = body.text("encoding_format");
    if (!form || (!form->empty() && *form != "float" && *form != "base64"))
        return invalid("encoding_format must be float or base64");
    if (*form == "base64") wanted.as = openai::vector_form::base64;
    const auto dimensions = body.whole_number("dimensions", 1, dimensions_max);
    if (!dimensions) return dimensions.error();
    if (*dimensions) wanted.texts.dimensions = static_cast<int>(**dimensions);
    if (auto few = check_numbers(wanted.texts, limits); !few) return few.error();
    return wanted;
}

}  // namespace parley::server::v1
