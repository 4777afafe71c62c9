// docs/configuration.md, made from the one table of settings.
#pragma once

#include <string>

namespace parley::cli {

std::string configuration_markdown();

}  // namespace parley::cli
