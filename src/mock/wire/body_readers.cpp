#include "mock/wire/body_readers.hpp"

#include "base/is_one_of.hpp"

#include <array>

namespace parley::mock {

namespace json = boost::json;

bool is_reasoning_model(std::string_view model)
{
    static constexpr std::array<std::string_view, 4> families = {"o1", "o3", "o4", "gpt-5"};
    if (model.find("chat") != std::string_view::npos) return false;
    for (const auto family : families)
        if (model == family || model.starts_with(std::string(family) + "-")) return true;
    return false;
}

complaint read_common(asked& what)
{
    const auto& body = what.body;
    if (auto bad = check_number(body, "temperature", 0, 2)) return bad;
    if (auto bad = check_number(body, "top_p", 0, 1)) return bad;
    if (auto bad = check_boolean(body, "stream")) return bad;
    what.stream = is_true(body, "stream");
    const auto* const temperature = present(body, "temperature");
    if (temperature && is_reasoning_model(what.model) && temperature->to_number<double>() != 1)
        return invalid_request(
            "Unsupported value: 'temperature' does not support this value with this model. Only the default "
            "(1) value is supported.",
            "temperature", "unsupported_value");
    return std::nullopt;
}

complaint read_part(const json::value& part, const std::string& param, said& message)
{
    static constexpr std::array<std::string_view, 4> texts = {"text", "input_text", "output_text", "refusal"};
    static constexpr std::array<std::string_view, 6> others = {"image_url", "input_image", "input_audio",
                                                               "file",      "input_file",  "summary_text"};
    static constexpr std::array<std::string_view, 6> supported = {"text",    "image_url", "input_audio",
                                                                  "refusal", "audio",     "file"};
    if (!part.is_object()) return wrong_type(param, "an object", part);
    const auto& object = part.get_object();
    if (!present(object, "type")) return missing(param + ".type");
    const auto type = text_of(object, "type");
    if (is_one_of(texts, type)) {
        const auto member = type == "refusal" ? "refusal" : "text";
        const auto* const text = present(object, member);
        if (!text) return missing(param + "." + member);
        if (!text->is_string()) return wrong_type(param + "." + member, "a string", *text);
        if (!message.text.empty()) message.text += '\n';
        message.text += std::string_view(text->get_string());
        return std::nullopt;
    }
    if (!is_one_of(others, type)) return wrong_value(param + ".type", type, supported);
    if (type == "image_url" || type == "input_image") message.has_image = true;
    if (type == "image_url" && !present(object, "image_url")) return missing(param + ".image_url");
    return std::nullopt;
}

}  // namespace parley::mock
