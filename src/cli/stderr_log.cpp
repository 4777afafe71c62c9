#include "cli/stderr_log.hpp"

#include <unistd.h>

namespace parley::cli {

void stderr_log::write(log_level level, std::string_view event, std::initializer_list<log_field> fields)
{
    const auto line = format_log_line(std::chrono::system_clock::now(), level, event, fields) + "\n";
    // A log that nobody can take any more must not stop the server.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace parley::cli
