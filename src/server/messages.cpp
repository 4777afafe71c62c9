#include "server/messages.hpp"

#include "base/ascii.hpp"
#include "server/json_members.hpp"
#include "server/message_text.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

result<void> check_role(std::string_view role, const std::string& where, const message_rules& rules)
{
    if (role == "user" || role == "assistant") return {};
    if (rules.system == message_rules::clients_prompt::is_refused)
        return invalid(where + ".role must be user or assistant");
    if (role == "system" || role == "developer") return {};
    return invalid(where + ".role must be system, developer, user or assistant");
}

result<void> check_length(std::string_view text, const std::string& where, const chat_limits& limits)
{
    if (text.size() <= limits.message_bytes_max) return {};
    return error{errc::too_large,
                 where + " is longer than " + std::to_string(limits.message_bytes_max) + " bytes"};
}

// Items of `input` may be more than messages: calls of tools and what they gave, thoughts, references.
result<void> check_type(const json::object& item, const std::string& where)
{
    const auto* const type = item.if_contains("type");
    if (type == nullptr || type->is_null() || *type == "message") return {};
    return invalid(where + ".type must be message: nothing else is read here");
}

result<openai::message> read_message(const json::value& item, const std::string& where,
                                     const message_rules& rules, const chat_limits& limits)
{
    const auto* fields = item.if_object();
    if (fields == nullptr) return invalid(where + " must be an object with role and content");
    if (rules.form == message_form::input)
        if (auto known = check_type(*fields, where); !known) return known.error();
    const auto* role = fields->if_contains("role");
    const auto* content = fields->if_contains("content");
    if (role == nullptr || !role->is_string()) return invalid(where + ".role must be a string");
    const std::string_view name = role->get_string();
    if (auto known = check_role(name, where, rules); !known) return known.error();
    auto text = read_message_text(content, where + ".content");
    if (!text) return text.error();
    if (auto fits = check_length(*text, where, limits); !fits) return fits.error();
    return openai::message{std::string(name), *std::move(text)};
}

result<void> read_list(const json::array& items, const std::string& key, const message_rules& rules,
                       const chat_limits& limits, rag::question& asked)
{
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
        return invalid("the last message must be the user's question");
    asked.text = std::move(asked.history.back().content);
    asked.history.pop_back();
    return {};
}

}  // namespace

void add_to_prompt(rag::question& asked, std::string_view text, const chat_limits& limits)
{
    if (limits.prompts == client_prompts::refuse) return;
    if (!asked.prompt) asked.prompt = rag::client_prompt{rag::client_prompt::place::after, {}};
    if (!asked.prompt->text.empty()) asked.prompt->text += '\n';
    asked.prompt->text += text;
}

result<void> read_messages(const json::object& body, const message_rules& rules, const chat_limits& limits,
                           rag::question& asked)
{
    const bool is_input = rules.form == message_form::input;
    const std::string key = is_input ? "input" : "messages";
    const auto* const said = body.if_contains(key);
    if (is_input && said != nullptr && said->is_string()) {
        asked.text = said->get_string();
        if (auto fits = check_length(asked.text, key, limits); !fits) return fits;
    } else if (said != nullptr && said->is_array() && !said->get_array().empty()) {
        if (auto read = read_list(said->get_array(), key, rules, limits, asked); !read) return read;
    } else {
        return invalid(key + " must be " + (is_input ? "a string or " : "") +
                       "a list with at least one message");
    }
    if (ascii::trimmed(asked.text).empty()) return invalid("the question is empty");
    return {};
}

}  // namespace parley::server
