// A browser's program on this machine: whether it is there, and where it writes.
#pragma once

#include "audit/browser/profile_folder.hpp"

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace parley::audit {

using is_there = std::function<bool(const std::string&)>;

// Whether we may start it.
bool is_program(const std::string& path);

// The first of them that is there; empty: none.
std::string first_program(std::span<const char* const> programs, const is_there& is_program);

// What it writes anywhere goes into its folder: settings, caches, keys, sockets.
std::vector<std::pair<std::string, std::string>> variables_for(const profile_folder& folder);

}  // namespace parley::audit
