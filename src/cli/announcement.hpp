// What `serve` says on standard output, for people: where to go, and what is missing or open.
#pragma once

#include "base/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace parley::cli {

// Whole lines. `folder` is that of the store, whose documents may come later.
std::string announcement(const settings& values, const std::filesystem::path& folder, std::uint16_t port);

}  // namespace parley::cli
