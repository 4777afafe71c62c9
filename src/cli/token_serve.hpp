// parley token serve: managed identity for containers on this computer, out of the login of az or azd.
#pragma once

#include "base/settings_parser.hpp"
#include "cli/exit_status.hpp"

namespace parley::cli {

// Prints the two lines of an env file, then answers until Ctrl-C, or until nobody has asked for --idle-exit.
exit_status run_token_serve(const command_line& given);

}  // namespace parley::cli
