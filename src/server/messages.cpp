#include "server/messages.hpp"

#include "base/ascii.hpp"
#include "server/message_text.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

error bad(std::string detail)
{
    return {errc::invalid_input, std::move(detail)};
}

// The instructions of a client: after our rules where they are taken, else left out.
void add_to_prompt(rag::question& asked, std::string_view text, const chat_limits& limits)
{
    if (limits.prompts == client_prompts::refuse) return;
    if (!asked.prompt) asked.prompt = rag::client_prompt{rag::client_prompt::place::after, {}};
    if (!asked.prompt->text.empty()) asked.prompt->text += '\n';
    asked.prompt->text += text;
}

result<void> check_role(std::string_view role, const std::string& where, const message_rules& rules)
{
    if (role == "user" || role == "assistant") return {};
    if (rules.system == message_rules::clients_prompt::is_refused)
        return bad(where + ".role must be user or assistant");
    if (role == "system" || role == "developer") return {};
    return bad(where + ".role must be system, developer, user or assistant");
}

result<openai::message> read_message(const json::value& item, const std::string& where,
                                     const message_rules& rules, const chat_limits& limits)
{
    const auto* fields = item.if_object();
    if (fields == nullptr) return bad(where + " must be an object with role and content");
    const auto* role = fields->if_contains("role");
    const auto* content = fields->if_contains("content");
    if (role == nullptr || !role->is_string()) return bad(where + ".role must be a string");
    const std::string_view name = role->get_string();
    if (auto known = check_role(name, where, rules); !known) return known.error();
    auto text = read_message_text(content, where + ".content");
    if (!text) return text.error();
    if (text->size() > limits.message_bytes_max)
        return error{errc::too_large,
                     where + " is longer than " + std::to_string(limits.message_bytes_max) + " bytes"};
    return openai::message{std::string(name), *std::move(text)};
}

}  // namespace

result<void> read_messages(const json::object& body, const message_rules& rules, const chat_limits& limits,
                           rag::question& asked)
{
    const auto key = std::string(rules.key);
    const auto* list = body.if_contains(rules.key);
    if (list == nullptr || !list->is_array() || list->get_array().empty())
        return bad(key + " must be a list with at least one message");
    const auto& items = list->get_array();
    if (items.size() > limits.messages_max)
        return error{errc::too_large, "the conversation has more than " +
                                          std::to_string(limits.messages_max) + " messages: start a new one"};
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto said = read_message(items[i], key + "[" + std::to_string(i) + "]", rules, limits);
        if (!said) return said.error();
        if (said->role == "user" || said->role == "assistant")
            asked.history.push_back(*std::move(said));
        else
            add_to_prompt(asked, said->content, limits);
    }
    if (asked.history.empty() || asked.history.back().role != "user")
        return bad("the last message must be the user's question");
    asked.text = std::move(asked.history.back().content);
    asked.history.pop_back();
    if (ascii::trimmed(asked.text).empty()) return bad("the question is empty");
    return {};
}

}  // namespace parley::server
