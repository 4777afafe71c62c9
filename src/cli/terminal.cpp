#include "cli/terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace parley::cli {

bool is_terminal(int descriptor)
{
    const char* kind = std::getenv("TERM");
    return kind != nullptr && *kind != '\0' && std::string_view(kind) != "dumb" && isatty(descriptor) == 1;
}

}  // namespace parley::cli
