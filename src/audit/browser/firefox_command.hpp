// Which Firefox is started, and how; and what it says when it can be spoken to.
#pragma once

#include "audit/browser/browser_program.hpp"
#include "audit/page/plan.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace parley::audit {

inline constexpr auto firefox_advice =
    "install one (Debian: apt install firefox-esr) or name it with --browser-path";

// How every page of one Firefox is shown: its preferences say so, and no command can change it.
struct appearance {
    color_scheme scheme = color_scheme::light;
    motion moving = motion::reduced;
    colors palette = colors::own;

    bool operator==(const appearance&) const = default;
    bool operator<(const appearance& other) const
    {
        return std::tie(scheme, moving, palette) < std::tie(other.scheme, other.moving, other.palette);
    }
};

// The first that is installed; empty: none.
std::string find_firefox(const is_there& is_program);

// A shell that becomes Firefox, and beside it one that waits for the end of descriptor 3: then it ends the
// group and removes `folder`. So nothing is left of them when we are killed, whichever way.
std::vector<std::string> firefox_command(const std::string& program, const std::filesystem::path& folder,
                                         const std::filesystem::path& profile);

// The text of user.js: how pages are shown, and nothing that asks the network or a person by itself.
std::string firefox_preferences(const appearance& shown);

// The port in "WebDriver BiDi listening on ws://127.0.0.1:PORT"; nothing for another line.
std::optional<std::uint16_t> port_said(std::string_view line);

}  // namespace parley::audit
