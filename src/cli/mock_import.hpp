// `parley mock --import FILE...`: recordings of other tools become fixture files, and nothing is served.
#pragma once

#include "base/settings_parser.hpp"
#include "cli/exit_status.hpp"

namespace parley::cli {

// Says what was imported, what was left out and why. found_problems: a part of a file could not be taken
// over, or there was nothing to import; wrong_usage: a file is none that can be imported, and nothing is
// saved.
exit_status import_recordings(const command_line& given);

}  // namespace parley::cli
