#include "identity/detail/azure_developer_cli_answer.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "identity/detail/developer_tool.hpp"
#include "identity/detail/expiry_date.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace parley::identity {
namespace {

namespace json = boost::json;

error not_understood(std::string_view what)
{
    return {errc::authentication_failed, "azd succeeded, but " + std::string(what)};
}

std::string text_in(const json::object& fields, std::string_view name)
{
    const auto* text = fields.if_contains(name);
    if (text == nullptr || !text->is_string()) return {};
    return std::string(ascii::trimmed(text->get_string()));
}

// What one line says, trimmed: `error` of an azd since 1.23.7, `data.message` of an older one. Empty when it
// is neither.
std::string message_of(std::string_view line)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(line, failed);
    if (failed || !parsed.is_object()) return {};
    const auto& fields = parsed.get_object();
    if (auto problem = text_in(fields, "error"); !problem.empty()) return problem;
    const auto* data = fields.if_contains("data");
    return data != nullptr && data->is_object() ? text_in(data->get_object(), "message") : std::string();
}

std::string messages_of(std::string_view complaint)
{
    std::string messages;
    while (!complaint.empty()) {
        const auto end = std::min(complaint.find('\n'), complaint.size());
        const auto message = message_of(complaint.substr(0, end));
        if (!message.empty()) messages += (messages.empty() ? "" : " ") + message;
        complaint.remove_prefix(std::min(end + 1, complaint.size()));
    }
    return messages;
}

bool asks_for_login(std::string_view complaint)
{
    const bool has_a_login = contains_without_case(complaint, "AADSTS") ||
                             contains_without_case(complaint, "reauthentication required") ||
                             contains_without_case(complaint, "login expired") ||
                             contains_without_case(complaint, "multi-factor authentication");
    return !has_a_login && (contains_without_case(complaint, "not logged in") ||
                            contains_without_case(complaint, "azd auth login"));
}

}  // namespace

result<access_token> read_azure_developer_cli_answer(std::string_view output)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(output, failed);
    if (ascii::trimmed(output).empty()) return not_understood("wrote nothing");
    if (failed || !parsed.is_object()) return not_understood("its output is not a JSON object");
    const auto& answer = parsed.get_object();
    const auto* token = answer.if_contains("token");
    if (token == nullptr || !token->is_string() || token->get_string().empty())
        return not_understood("its output holds no token");
    const auto* date = answer.if_contains("expiresOn");
    const auto expires_on = date && date->is_string() ? read_expiry_date(date->get_string()) : std::nullopt;
    if (!expires_on) return not_understood("its output does not say when the token expires");
    return access_token{secret(std::string(token->get_string())), on_wall_clock(*expires_on)};
}

error explain_azure_developer_cli(const program_output& ended)
{
    const auto messages = messages_of(ended.complaint);
    const auto said = printable_line(messages.empty() ? ended.complaint : messages);
    const auto complaint = shown_complaint(said);
    if (asks_for_login(said))
        return {errc::credential_unavailable, "nobody is logged in: run `azd auth login`"};
    if (complaint.empty())
        return {errc::authentication_failed,
                "azd ended with status " + std::to_string(ended.status) + " and without a word"};
    return {errc::authentication_failed, complaint};
}

}  // namespace parley::identity
