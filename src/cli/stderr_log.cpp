#include "cli/stderr_log.hpp"

#include <unistd.h>

namespace parley::cli {

void stderr_log::write(log_level level, std::string_view event, std::initializer_list<log_field> fields)
{
    if (level < least_) return;
    const auto line = format_log_line(std::chrono::system_clock::now(), level, event, fields) + "\n";
    // A log that nobody can take any more must not stop the server.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

std::optional<log_level> log_level_named(std::string_view name)
{
    if (name == "debug") return log_level::debug;
    if (name == "info") return log_level::info;
    if (name == "warning") return log_level::warning;
    if (name == "error") return log_level::error;
    return std::nullopt;
}

}  // namespace parley::cli
