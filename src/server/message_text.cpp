#include "server/message_text.hpp"

#include "server/json_members.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

bool is_text_type(const boost::json::value* type)
{
    return type != nullptr && (*type == "text" || *type == "input_text" || *type == "output_text");
}

}  // namespace

result<std::string> read_message_text(const boost::json::value* content, const std::string& where)
{
    if (content != nullptr && content->is_string()) return std::string(content->get_string());
    if (content == nullptr || !content->is_array())
        return invalid(where + " must be a string or a list of parts");
    std::string text;
    for (const auto& part : content->get_array()) {
        const auto* fields = part.if_object();
        const auto* said = fields == nullptr ? nullptr : fields->if_contains("text");
        if (said == nullptr || !said->is_string() || !is_text_type(fields->if_contains("type")))
            return invalid(where + " may hold parts of text only: nothing else is read here");
        text += std::string_view(said->get_string());
    }
    return text;
}

}  // namespace parley::server
