// What the credentials of az and azd have in common: one run of a program, and what its failure means.
//
// Not started again after a failure: starting takes seconds, and a chain has other members.
#pragma once

#include "identity/host.hpp"

#include <functional>

namespace parley::identity {

struct developer_tool {
    std::string_view title;      // "Azure CLI"
    std::string_view program;    // "az"
    std::string_view no_colour;  // the variable that keeps colours out of what it writes
    std::function<result<access_token>(std::string_view output)> read_answer;
    std::function<error(const program_output& ended)> explain;  // an exit status that is not 0
};

struct tool_run {
    std::vector<std::string> argv = {};
    std::chrono::milliseconds limit{13'000};
    asked_by origin = asked_by::application;  // asked by a chain, a failure counts as unavailable
};

asio::awaitable<result<access_token>> ask_tool(const host& machine, developer_tool tool, tool_run run,
                                               deadline until);

// Both stand in an argument of their own, but are looked at all the same: a leading dash would be an option.
result<void> check_scopes(const std::vector<std::string>& scopes);
result<void> check_subscription(std::string_view name);

// The tenant to name to the tool, empty for the tool's own; `configured` or else AZURE_TENANT_ID.
result<std::string> tenant_for_tool(const host& machine, const std::string& configured,
                                    const std::vector<std::string>& additionally_allowed,
                                    const std::string& asked_for);

// What a tool complained of, on one line of at most 2 KiB and without anything that looks like a token.
std::string shown_complaint(std::string_view complaint);

bool contains_without_case(std::string_view text, std::string_view part);

}  // namespace parley::identity
