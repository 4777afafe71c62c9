#include "cli/arguments.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace parley::cli {
namespace {

constexpr std::size_t settings_file_bytes_max = 1024 * 1024;
constexpr std::size_t help_column = 30;
constexpr std::size_t help_width = 100;
constexpr std::string_view exit_statuses =
    "\nExit status: 0 good, 1 found problems, 2 wrong usage, 3 could not run.\n";

std::optional<std::string> from_environment(std::string_view name)
{
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

result<std::string> read_settings_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(settings_file_bytes_max, '\0');
    if (!file || !std::filesystem::is_regular_file(path))
        return error{errc::invalid_input, "cannot open the settings file " + path + ": check --config"};
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.gcount() == static_cast<std::streamsize>(settings_file_bytes_max))
        return error{errc::too_large, "the settings file " + path + " is larger than 1 MiB"};
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

// Words in lines of at most `help_width` columns, all but the first of which begin at `help_column`.
void append_wrapped(std::string& text, std::string_view words)
{
    std::size_t column = help_column;
    for (bool is_first = true; !words.empty(); is_first = false) {
        const auto word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        if (!is_first && column + 1 + word.size() > help_width) {
            text += "\n" + std::string(help_column, ' ');
            column = help_column;
        } else if (!is_first) {
            text += ' ';
            ++column;
        }
        text += word;
        column += word.size();
    }
}

void append_option(std::string& text, const setting& each)
{
    std::string left = "  ";
    if (each.kind == setting_kind::secret)
        left += "(" + std::string(each.environment) + ")";
    else
        left += "--" + std::string(each.name);
    if (!each.placeholder.empty() && each.kind != setting_kind::secret)
        left += " " + std::string(each.placeholder);
    text += left;
    text += left.size() + 2 > help_column ? "\n" + std::string(help_column, ' ')
                                          : std::string(help_column - left.size(), ' ');
    append_wrapped(text, each.help);
    std::string notes;
    if (!each.fallback.empty()) notes += "default " + std::string(each.fallback);
    if (!each.environment.empty() && each.kind != setting_kind::secret)
        notes += (notes.empty() ? "" : "; ") + std::string("environment ") + std::string(each.environment);
    if (!notes.empty()) {
        text += "\n" + std::string(help_column, ' ');
        append_wrapped(text, "[" + notes + "]");
    }
    text += '\n';
}

}  // namespace

result<command_line> read_arguments(std::string_view command, const std::vector<std::string>& arguments)
{
    auto parsed = parse_command_line(command, arguments, from_environment);
    if (!parsed || parsed->config_file.empty()) return parsed;
    if (command == "audit") return parsed;  // its file is JSON with pages in it: audit_config.hpp
    auto file = read_settings_file(parsed->config_file);
    if (!file) return file.error();
    if (auto applied = apply_settings_file(*parsed, command, *file); !applied) return applied.error();
    return parsed;
}

result<std::filesystem::path> data_folder(const settings& values)
{
    if (auto given = values.text("data"); !given.empty()) return std::filesystem::path(given);
    if (const auto base = from_environment("XDG_DATA_HOME"); base && !base->empty())
        return std::filesystem::path(*base) / "parley";
    if (const auto home = from_environment("HOME"); home && !home->empty())
        return std::filesystem::path(*home) / ".local/share/parley";
    return error{errc::invalid_input, "there is no HOME to keep the store under: name a folder with --data"};
}

std::string about_store(const error& problem, const std::filesystem::path& folder)
{
    if (problem.code != errc::storage && problem.code != errc::unsupported) return problem.detail;
    std::error_code failed;
    const auto whole = std::filesystem::absolute(folder, failed);
    return problem.detail + " (the store is in " + (failed ? folder : whole).string() + ")";
}

std::string hint_to_ingest(const std::filesystem::path& folder)
{
    return "there are no documents in " + folder.string() + " yet: parley ingest --data " + folder.string() +
           " PATH";
}

std::string help_text(const command& about)
{
    std::string text = "usage: parley " + std::string(about.name) + " [options]";
    if (!about.operands.empty()) text += " " + std::string(about.operands);
    text += "\n\n" + std::string(about.details) + "\n\noptions:\n";
    for (const auto& each : settings_of(about.name)) append_option(text, each);
    text += "  -h, --help" + std::string(help_column - 12, ' ') + "this text\n";
    return text + std::string(exit_statuses);
}

std::string overview(std::span<const command> commands)
{
    std::string text = "usage: parley COMMAND [options]\n\nChat over your own documents.\n\ncommands:\n";
    for (const auto& each : commands) {
        std::string left = "  " + std::string(each.name) + " " + std::string(each.operands);
        left.resize(std::max(left.size() + 2, std::size_t{22}), ' ');
        text += left + std::string(each.summary) + "\n";
    }
    text += "\nparley COMMAND --help says more.\n";
    return text + std::string(exit_statuses);
}

void complain(std::string_view sentence)
{
    std::cerr << "parley: " << sentence << std::endl;
}

}  // namespace parley::cli
