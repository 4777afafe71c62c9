// Where Azure Arc's agent has put the key that proves we may read its files. No I/O.
//
// The peer chooses a file that we read, so everything about it is checked before it is opened.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <optional>

namespace parley::identity {

constexpr std::size_t arc_key_bytes_max = 4096;

// The path in `Basic realm=<path>`. errc::authentication_failed when the field is missing or odd, or names a
// file elsewhere than the agent's folder of keys.
result<std::filesystem::path> read_arc_challenge(std::optional<std::string_view> www_authenticate);

}  // namespace parley::identity
