#include "identity/detail/azure_cli_answer.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "identity/detail/developer_tool.hpp"
#include "identity/detail/expiry_date.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <ctime>

namespace parley::identity {
namespace {

namespace json = boost::json;

error not_understood(std::string_view what)
{
    return {errc::authentication_failed, "az succeeded, but " + std::string(what)};
}

std::optional<std::int64_t> read_seconds(const json::value* field)
{
    if (field == nullptr) return std::nullopt;
    std::int64_t seconds = -1;
    if (const auto* number = field->if_int64()) seconds = *number;
    if (const auto* text = field->if_string()) {
        const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), seconds);
        if (failed != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    }
    if (seconds < 0 || seconds > last_epoch_second) return std::nullopt;
    return seconds;
}

// `local` read as daylight saving time, or not; nothing when the clocks did not show it then.
std::optional<std::time_t> instant_of(std::tm local, int is_daylight_saving)
{
    local.tm_isdst = is_daylight_saving;
    const auto before = local;
    const auto at = std::mktime(&local);
    if (at == -1 || local.tm_hour != before.tm_hour || local.tm_min != before.tm_min) return std::nullopt;
    return at;
}

// `2026-10-25 02:30:00.921462`, as the clock on the wall shows it.
std::optional<std::int64_t> read_local_time(std::string_view text)
{
    constexpr std::size_t to_seconds = 19;  // what follows is a fraction
    std::tm local = {};
    const std::string date(text.substr(0, to_seconds));
    const char* const end = ::strptime(date.c_str(), "%Y-%m-%d %H:%M:%S", &local);
    if (end == nullptr || end != date.c_str() + date.size()) return std::nullopt;

    // An hour that occurs twice has two instants. One that occurs never has none: then what mktime thinks.
    const auto summer = instant_of(local, 1);
    const auto winter = instant_of(local, 0);
    if (summer && winter) return std::min(*summer, *winter);
    if (summer || winter) return summer ? *summer : *winter;
    local.tm_isdst = -1;
    const auto at = std::mktime(&local);
    return at == -1 ? std::nullopt : std::optional<std::int64_t>(at);
}

bool asks_for_login(std::string_view complaint)
{
    return contains_without_case(complaint, "az login") || contains_without_case(complaint, "az account set");
}

}  // namespace

result<access_token> read_azure_cli_answer(std::string_view output)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(output, failed);
    if (ascii::trimmed(output).empty()) return not_understood("wrote nothing");
    if (failed || !parsed.is_object()) return not_understood("its output is not a JSON object");
    const auto& answer = parsed.get_object();
    const auto* token = answer.if_contains("accessToken");
    if (token == nullptr || !token->is_string() || token->get_string().empty())
        return not_understood("its output holds no accessToken");

    auto expires_on = read_seconds(answer.if_contains("expires_on"));
    if (const auto* local = answer.if_contains("expiresOn"); !expires_on && local && local->is_string())
        expires_on = read_local_time(local->get_string());
    if (!expires_on) return not_understood("its output does not say when the token expires");
    const std::chrono::sys_seconds at{std::chrono::seconds(*expires_on)};
    return access_token{secret(std::string(token->get_string())), on_wall_clock(at)};
}

error explain_azure_cli(const program_output& ended)
{
    // The reason often stands at the end, where what is shown may have been cut.
    const auto said = printable_line(ended.complaint);
    const auto complaint = shown_complaint(said);
    const bool is_refusal = contains_without_case(said, "AADSTS") ||
                            contains_without_case(said, "interactive authentication is needed");
    if (!is_refusal && asks_for_login(said))
        return {errc::credential_unavailable, "nobody is logged in: run `az login`"};
    if (complaint.empty())
        return {errc::authentication_failed,
                "az ended with status " + std::to_string(ended.status) + " and without a word"};
    return {errc::authentication_failed, complaint};
}

}  // namespace parley::identity
