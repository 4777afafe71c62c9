#include "identity/detail/developer_tool.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "identity/entra_options.hpp"
#include "identity/one_line.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

// Of a shell or a wrapper script that found no program behind the name.
constexpr int status_not_found = 127;

constexpr std::size_t complaint_bytes_max = 2048;  // a sentence of Entra's with its ids is below 1000

error with_title(const developer_tool& tool, error problem)
{
    problem.detail = std::string(tool.title) + ": " + problem.detail;
    return problem;
}

error not_found(const developer_tool& tool)
{
    return {errc::credential_unavailable, std::string(tool.program) + " was not found on the path"};
}

bool says_not_found(const developer_tool& tool, const program_output& ended)
{
    const auto name = std::string(tool.program);
    return ended.status == status_not_found || contains_without_case(ended.complaint, name + ": not found") ||
           contains_without_case(ended.complaint, name + ": command not found") ||
           contains_without_case(ended.complaint, "'" + name + "' is not recognized");
}

error explain_launch(const developer_tool& tool, const tool_run& run, error problem)
{
    const auto name = std::string(tool.program);
    switch (problem.code) {
        case errc::cancelled:
            return problem;
        case errc::timed_out:
            return {errc::credential_unavailable, "timeout: " + name + " gave no answer within " +
                                                      std::to_string(run.limit.count() / 1000) +
                                                      " s; run it by hand, or raise process-timeout-seconds"};
        case errc::too_large:
            return {errc::authentication_failed, name + ": " + problem.detail};
        default:
            return {errc::credential_unavailable, problem.detail};
    }
}

result<access_token> understand(const developer_tool& tool, const tool_run& run,
                                const result<program_output>& ended)
{
    if (!ended) return explain_launch(tool, run, ended.error());
    if (ended->status == 0) return tool.read_answer(ended->output);
    if (says_not_found(tool, *ended)) return not_found(tool);
    return tool.explain(*ended);
}

bool is_of_scope(char c)
{
    return ascii::is_letter_or_digit(c) || std::string_view("_.:/-").find(c) != std::string_view::npos;
}

bool is_of_subscription(char c)
{
    return ascii::is_letter_or_digit(c) || std::string_view("._ -").find(c) != std::string_view::npos;
}

}  // namespace

asio::awaitable<result<access_token>> ask_tool(const host& machine, developer_tool tool, tool_run run,
                                               deadline until)
{
    program_call call;
    call.argv = run.argv;
    call.variables.emplace_back(tool.no_colour, "true");
    const deadline own_limit = machine.steady_now() + run.limit;
    const auto ended = co_await machine.run_program(std::move(call), std::min(until, own_limit));
    // The caller's own deadline says nothing about the tool.
    if (!ended && ended.error().code == errc::timed_out && until < own_limit) co_return ended.error();

    auto token = understand(tool, run, ended);
    if (token || token.error().code == errc::cancelled) co_return token;
    auto problem = with_title(tool, token.error());
    if (run.origin == asked_by::chain) problem.code = errc::credential_unavailable;
    co_return problem;
}

result<void> check_scopes(const std::vector<std::string>& scopes)
{
    if (scopes.empty()) return error{errc::invalid_input, "a token must be asked for some scope"};
    for (const auto& scope : scopes)
        if (scope.empty() || scope.front() == '-' || !std::ranges::all_of(scope, is_of_scope))
            return error{errc::invalid_input,
                         "a scope is made of letters, digits and `_ . : / -`, and begins with no dash"};
    return {};
}

result<void> check_subscription(std::string_view name)
{
    if (name.empty() || (name.front() != '-' && std::ranges::all_of(name, is_of_subscription))) return {};
    return error{
        errc::invalid_input,
        "a subscription is its id or name, of letters, digits, spaces and `. _ -`, and begins with no dash"};
}

result<std::string> tenant_for_tool(const host& machine, const std::string& configured,
                                    const std::vector<std::string>& additionally_allowed,
                                    const std::string& asked_for)
{
    const auto own = configured.empty() ? machine.variable("AZURE_TENANT_ID").value_or("") : configured;
    const auto options = with_environment({.additionally_allowed_tenants = additionally_allowed}, machine);
    // Where none is configured the tool's home tenant would be a guess of ours: the one asked for is as good.
    auto chosen = own.empty() ? result<std::string>(asked_for) : choose_tenant(own, asked_for, options);
    if (!chosen || chosen->empty()) return chosen;
    if (const auto valid = check_tenant(*chosen); !valid) return valid.error();
    if (chosen->front() == '-') return error{errc::invalid_input, "a tenant begins with no dash"};
    return chosen;
}

std::string shown_complaint(std::string_view complaint)
{
    constexpr std::string_view token_field = "\"accessToken\"";
    std::string line = printable_line(complaint);
    for (auto at = line.find(token_field); at != std::string::npos; at = line.find(token_field, at)) {
        at += token_field.size();
        const auto begin = line.find('"', at);
        if (begin == std::string::npos) break;
        const auto end = std::min(line.find('"', begin + 1), line.size());
        line.replace(begin + 1, end - begin - 1, "***");
    }
    return as_one_line(line, complaint_bytes_max);
}

bool contains_without_case(std::string_view text, std::string_view part)
{
    return ascii::lower_case(text).find(ascii::lower_case(part)) != std::string::npos;
}

}  // namespace parley::identity
