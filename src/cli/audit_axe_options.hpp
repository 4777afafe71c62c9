// What axe is asked, as its own JSON: options and context (axe-core doc/API.md), made of ours.
#pragma once

#include "base/settings.hpp"

namespace parley::cli {

// Violations and what axe cannot tell, with two seconds for media at most; narrowed by --standard, --tags,
// --rules and --disable; the members of --options win.
result<std::string> axe_options_of(const settings& values);

// Empty for the whole page.
std::string axe_context_of(const settings& values);

}  // namespace parley::cli
