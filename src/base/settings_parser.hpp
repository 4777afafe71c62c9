// Turns a command line, the environment and a settings file into checked values.
//
// Reads nothing itself: the environment is a function and the file is text, so tests and cli decide.
#pragma once

#include "base/settings.hpp"

#include <set>

namespace parley {

struct command_line {
    settings values;
    std::vector<std::string> operands;  // what is not a flag
    std::set<std::string, std::less<>>
        fixed;  // names set by flag or environment: the file does not change them
    std::set<std::string, std::less<>> flags;  // names set by flag alone
    std::string config_file;                   // from --config or its variable; read by the caller
    bool wants_help = false;
};

using environment_lookup = std::function<std::optional<std::string>(std::string_view name)>;

// `arguments` without program and command name. errc::invalid_input names the flag and what it takes.
result<command_line> parse_command_line(std::string_view command, const std::vector<std::string>& arguments,
                                        const environment_lookup& environment);

// Fills in what neither flag nor environment set. `name = value` lines; `#` starts a comment. An error names
// the file that `to` was told of, the line, and the name in it.
result<void> apply_settings_file(command_line& to, std::string_view command, std::string_view file_text);

// The name in `known` that is nearest to a mistyped one, if any is near.
std::optional<std::string> nearest_name(std::string_view mistyped, std::span<const std::string_view> known);

}  // namespace parley
