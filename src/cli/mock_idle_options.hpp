// Options of `parley mock` that would do nothing beside the others: who says one believes what is not so, and
// a test that relies on it proves nothing.
#pragma once

#include "base/settings_parser.hpp"

namespace parley::cli {

// errc::invalid_input names the option and what to change. Flags alone are looked at: the environment and
// files of settings are there for many runs.
result<void> refuse_idle_options(const command_line& given);

}  // namespace parley::cli
