// A file's bytes at once. Anything that is no file to read from beginning to end is an error, not a crash:
// a folder, a file that is gone, one that never ends.
//
// Blocks; for what a command reads before it begins, not for a loop that serves.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <filesystem>

namespace parley {

inline constexpr std::size_t whole_file_bytes_max = 256 * 1024 * 1024;

// errc::storage with what stands against it, the path not included; errc::too_large beyond `bytes_max`.
result<std::string> read_whole_file(const std::filesystem::path& path,
                                    std::size_t bytes_max = whole_file_bytes_max);

}  // namespace parley
