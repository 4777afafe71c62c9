#include "cli/token_report.hpp"

#include "identity/scope.hpp"
#include "identity/token_claims.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <ctime>

namespace parley::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view advice =
    "\nTo mend it: az login, or azd auth login, on your own computer; in Azure, give the app a managed "
    "identity "
    "(and its\nid as AZURE_CLIENT_ID when it is user-assigned).\n";

// Who answered; empty when nobody did.
std::string_view chosen(const token_report& report)
{
    if (!report.token) return {};
    for (const auto& member : report.members)
        if (!member.problem) return member.name;
    return {};
}

std::string date_of(identity::wall_time at)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::string time_left(std::chrono::nanoseconds left)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(left).count();
    if (left.count() <= 0) return "expired";
    if (minutes < 2) return "less than 2 minutes left";
    if (minutes < 120) return std::to_string(minutes) + " minutes left";
    return std::to_string(minutes / 60) + " hours left";
}

void append_row(std::string& text, std::string_view name, std::string_view value)
{
    if (value.empty()) return;
    std::string left = "  " + std::string(name);
    left.resize(15, ' ');
    text += left + std::string(value) + "\n";
}

// A reason may have lines of its own; they stay below their member.
std::string indented(std::string_view reason)
{
    std::string text;
    for (const char c : reason) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
    return text;
}

identity::token_claims claims_of(const token_report& report)
{
    return identity::read_claims(report.token->text).value_or(identity::token_claims{});
}

}  // namespace

std::string token_text(const token_report& report, identity::wall_time now)
{
    std::string text;
    if (report.token) {
        const auto claims = claims_of(report);
        const auto expires_on = report.token->expires_on;
        text = "A token from " + std::string(chosen(report)) + ".\n";
        append_row(text, "audience",
                   claims.audience.empty() ? identity::resource_of(report.scope) : claims.audience);
        append_row(text, "tenant", claims.tenant);
        append_row(text, "object id", claims.object_id);
        append_row(text, "application", claims.application);
        append_row(text, "expires", date_of(expires_on) + " (" + time_left(expires_on - now) + ")");
    } else {
        text = "No token for " + report.scope + ".\n";
    }
    const bool has_failures =
        std::ranges::any_of(report.members, [](const auto& m) { return m.problem.has_value(); });
    // Nobody mends a mistyped scope by logging in.
    const bool may_log_in = std::ranges::any_of(report.members, [](const auto& m) {
        return m.problem && m.problem->code == errc::credential_unavailable;
    });
    if (has_failures && report.token) text += "\nAsked before it, without success:\n";
    for (const auto& member : report.members)
        if (member.problem) text += "  " + member.name + ": " + indented(member.problem->detail) + "\n";
    if (!report.token && !has_failures) text += "  " + indented(report.token.error().detail) + "\n";
    if (!report.token && may_log_in) text += advice;
    return text;
}

std::string token_json(const token_report& report, token_in_report itself)
{
    json::object line = {{"scope", report.scope}};
    if (report.token) {
        const auto claims = claims_of(report);
        line["credential"] = chosen(report);
        line["tenant"] = claims.tenant;
        line["object_id"] = claims.object_id;
        line["application"] = claims.application;
        line["audience"] = claims.audience;
        line["expires_on"] = date_of(report.token->expires_on);
        if (itself == token_in_report::shown) line["token"] = report.token->text.reveal();
    } else {
        line["error"] = {{"code", name_of(report.token.error().code)},
                         {"message", report.token.error().detail}};
    }
    json::array failed;
    for (const auto& member : report.members)
        if (member.problem)
            failed.push_back({{"credential", member.name},
                              {"code", name_of(member.problem->code)},
                              {"reason", member.problem->detail}});
    line["failed"] = std::move(failed);
    return json::serialize(line);
}

}  // namespace parley::cli
