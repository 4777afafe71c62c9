#include "audit/browser/browser_program.hpp"

#include <unistd.h>

namespace parley::audit {
namespace {

constexpr std::size_t socket_path_bytes_max = 60;  // of 108; browsers add a name of their own

}  // namespace

bool is_program(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

std::string first_program(std::span<const char* const> programs, const is_there& is_program)
{
    for (const auto* program : programs)
        if (is_program(program)) return program;
    return {};
}

std::vector<std::pair<std::string, std::string>> variables_for(const profile_folder& folder)
{
    const auto path = folder.path().string();
    std::vector<std::pair<std::string, std::string>> variables = {
        {"HOME", path}, {"XDG_CONFIG_HOME", path + "/config"}, {"XDG_CACHE_HOME", path + "/cache"}};
    if (path.size() < socket_path_bytes_max) variables.emplace_back("TMPDIR", path);
    return variables;
}

}  // namespace parley::audit
