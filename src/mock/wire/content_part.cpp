#include "mock/wire/content_part.hpp"

#include "base/is_one_of.hpp"
#include "mock/wire/field_check.hpp"

#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> chat_parts = {"text",    "image_url", "input_audio",
                                                        "refusal", "audio",     "file"};
// All that there are, and those that the sides of a conversation may send.
constexpr std::array<std::string_view, 9> input_parts = {
    "input_text", "input_image",         "input_audio",  "output_text",      "refusal",
    "input_file", "computer_screenshot", "summary_text", "encrypted_content"};
constexpr std::array<std::string_view, 5> parts_of_users = {"input_text", "input_image", "input_file",
                                                            "scoped_content", "input_audio"};
constexpr std::array<std::string_view, 2> parts_of_assistants = {"output_text", "refusal"};

constexpr std::array<std::string_view, 4> details = {"auto", "low", "high", "original"};
constexpr std::array image_fields = {text_field("url"), choice_field("detail", details)};
constexpr std::array<std::string_view, 1> image_required = {"url"};
constexpr object_rules image_rules{image_fields, image_required};

using part_reader = complaint (*)(const json::object& part, const std::string& param, said& message);

complaint read_text(const json::object& part, std::string_view member, const std::string& param,
                    said& message)
{
    const auto place = param + "." + std::string(member);
    const auto* const text = present(part, member);
    if (!text) return missing(place);
    if (!text->is_string()) return wrong_type(place, "a string", *text);
    if (!message.text.empty()) message.text += '\n';
    message.text += std::string_view(text->get_string());
    return std::nullopt;
}

complaint read_chat_image(const json::object& part, const std::string& param, said& message)
{
    message.has_image = true;
    const auto place = param + ".image_url";
    const auto* const image = present(part, "image_url");
    if (!image) return missing(place);
    if (auto bad = check_value(*image, object_field("image_url", &image_rules), place)) return bad;
    if (message.role == "user") return std::nullopt;
    const auto owner = param.substr(0, param.find('.'));
    return invalid_request("Invalid '" + owner +
                               "'. Image URLs are only allowed for messages with role 'user', but this "
                               "message with role '" +
                               message.role + "' contains an image URL.",
                           owner, "invalid_value");
}

complaint read_chat_part(const json::object& part, const std::string& param, said& message)
{
    const auto type = text_of(part, "type");
    if (!present(part, "type")) return missing(param + ".type");
    if (!is_one_of(chat_parts, type)) return wrong_value(param + ".type", type, chat_parts);
    if (type == "text" || type == "refusal") return read_text(part, type, param, message);
    return type == "image_url" ? read_chat_image(part, param, message) : std::nullopt;
}

complaint check_input_image(const json::object& part, const std::string& param)
{
    const auto* const url = present(part, "image_url");
    if (url && !url->is_string()) return wrong_type(param + ".image_url", "an image URL", *url);
    return std::nullopt;
}

complaint read_input_part(const json::object& part, const std::string& param, said& message)
{
    const auto type = text_of(part, "type");
    if (!present(part, "type")) return missing(param + ".type");
    const auto allowed = message.role == "assistant" ? std::span<const std::string_view>(parts_of_assistants)
                                                     : std::span<const std::string_view>(parts_of_users);
    if (!is_one_of(allowed, type)) {
        const bool is_known = is_one_of(input_parts, type);
        return is_known ? wrong_value(param, type, allowed) : wrong_value(param + ".type", type, input_parts);
    }
    if (type == "refusal") return read_text(part, type, param, message);
    if (type == "input_text" || type == "output_text") return read_text(part, "text", param, message);
    if (type != "input_image") return std::nullopt;
    message.has_image = true;
    return check_input_image(part, param);
}

complaint read_content(const json::value& content, const std::string& param, said& message, part_reader read)
{
    if (content.is_string()) {
        message.text = std::string_view(content.get_string());
        return std::nullopt;
    }
    const auto place = param + ".content";
    if (!content.is_array()) return wrong_type(place, "one of a string or array of objects", content);
    const auto& parts = content.get_array();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto at = place + "[" + std::to_string(i) + "]";
        if (!parts[i].is_object()) return wrong_type(at, "an object", parts[i]);
        if (auto bad = read(parts[i].get_object(), at, message)) return bad;
    }
    return std::nullopt;
}

}  // namespace

complaint read_chat_content(const json::value& content, const std::string& param, said& message)
{
    return read_content(content, param, message, read_chat_part);
}

complaint read_input_content(const json::value& content, const std::string& param, said& message)
{
    return read_content(content, param, message, read_input_part);
}

}  // namespace parley::mock
