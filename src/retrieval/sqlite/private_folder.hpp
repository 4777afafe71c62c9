// Makes folders that survive a power cut: what is acknowledged inside one is lost with the folder's name.
//
// Blocking.
#pragma once

#include "base/error.hpp"

#include <filesystem>

namespace parley::retrieval {

// Makes `folder` and what is missing above it; `folder` itself is for its owner only, because documents may
// be private. Every new name is on disk when this returns. A folder that is there is left as it is.
result<void> make_private_folder(const std::filesystem::path& folder);

// Puts on disk which names are in `folder`.
result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace parley::retrieval
