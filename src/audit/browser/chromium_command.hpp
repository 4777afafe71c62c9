// Which Chromium is started, and how.
#pragma once

#include "audit/browser/browser_program.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace parley::audit {

// The first of headless shell, Chromium, Chrome and Edge that is installed; empty: none. Debian's
// /usr/bin/chromium is a script that adds options, so the program behind it comes first.
std::string find_chromium(const is_there& is_program);

inline constexpr auto chromium_advice =
    "install one (Debian: apt install chromium) or name it with --browser-path";

enum class sandbox { on, off };

std::vector<std::string> chromium_command(const std::string& program, const std::filesystem::path& profile,
                                          sandbox inside);

}  // namespace parley::audit
