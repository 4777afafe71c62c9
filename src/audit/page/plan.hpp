// How one page is to be audited: its address, how it is shown, what happens on it first, and what axe is
// asked.
//
// Values only. Filled by the command line, a configuration file or a test; read by page/auditor.hpp. Steps
// and defaults are those of the page's lifecycle in docs/audit.md.
#pragma once

#include "audit/page/action.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parley::audit {

enum class color_scheme { light, dark };
enum class motion { reduced, full };
enum class colors { own, forced };

// One variant of a page. Sizes are CSS pixels.
struct page_view {
    std::uint32_t width = 1280;
    std::uint32_t height = 720;
    color_scheme scheme = color_scheme::light;
    motion moving = motion::reduced;
    colors palette = colors::own;
    std::string locale = {};  // such as "de-DE"; empty: the browser's
};

struct cookie {
    std::string name;
    std::string value;
};

// What makes the browser somebody: sent to the origin of the audited page only, and never printed.
struct visitor {
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::vector<cookie> cookies = {};
    std::string user_name = {};  // of HTTP Basic authentication; empty: none
    std::string password = {};
    std::string storage_state = {};  // JSON as Playwright saves it; empty: none
    std::string user_agent = {};     // empty: the browser's
};

enum class wait_until { loaded, network_idle };
enum class settling { on, off };
enum class frames { all, same_origin, none };
enum class http_errors { refused, audited };
enum class links { ignored, collected };

struct page_limits {
    std::chrono::milliseconds page{60'000};
    std::chrono::milliseconds navigation{30'000};
    std::chrono::milliseconds frame{5'000};
};

// Of the elements with violations; none when either is 0.
struct picture_limits {
    std::size_t count = 0;
    std::size_t bytes = 0;  // of all of them, in base64
};

struct page_plan {
    std::string address = {};  // http, https or file
    page_view view = {};
    visitor as = {};
    wait_until ready = wait_until::loaded;
    std::string wait_for = {};  // a CSS selector that must match first; empty: none
    std::chrono::milliseconds delay{0};
    settling settle = settling::on;
    std::vector<action> actions = {};
    frames scope = frames::all;
    http_errors errors = http_errors::refused;
    std::string context = {};  // JSON of axe's context; empty: the whole document
    std::string options = {};  // JSON of axe's options; empty: the default of docs/audit.md
    page_limits limits = {};
    picture_limits pictures = {};
    links to_pages = links::ignored;
};

}  // namespace parley::audit
