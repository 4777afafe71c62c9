// Makes folders that survive a power cut (what is acknowledged inside one is lost with the folder's name),
// and files that are their owner's.
//
// Blocking.
#pragma once

#include "base/error.hpp"

#include <filesystem>

namespace parley {

// Makes `folder` and what is missing above it; `folder` itself is for its owner only, because documents may
// be private. Every new name is on disk when this returns. A folder that is there is left as it is.
result<void> make_private_folder(const std::filesystem::path& folder);

// Makes an empty file for its owner only, when it is not there: the folder may be one that others can look
// into. What cannot be made here is said when it is opened.
void make_private_file(const std::filesystem::path& file);

// Puts on disk which names are in `folder`.
result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace parley
