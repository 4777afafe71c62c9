// The outside of a command: its arguments, the environment and the settings file; and its help.
#pragma once

#include "cli/command.hpp"

#include <filesystem>
#include <span>

namespace parley::cli {

// Reads the environment and, if one is named, the settings file.
result<command_line> read_arguments(std::string_view command, const std::vector<std::string>& arguments);

// The folder of the store: --data, else parley under XDG_DATA_HOME, else under ~/.local/share.
result<std::filesystem::path> data_folder(const settings& values);

// What a store that cannot be used has to say, and which folder it is in.
std::string about_store(const error& problem, const std::filesystem::path& folder);

// What there is to do about a folder without a store.
std::string hint_to_ingest(const std::filesystem::path& folder);

std::string help_text(const command& about);
std::string overview(std::span<const command> commands);

// One line on standard error: `parley: <sentence>`.
void complain(std::string_view sentence);

}  // namespace parley::cli
