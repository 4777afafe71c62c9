// For tests: the streams of tests/golden/.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace parley::server {

inline std::string golden(std::string_view name)
{
    std::ifstream file(std::string(PARLEY_SOURCE_DIR) + "/tests/golden/" + std::string(name));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace parley::server
