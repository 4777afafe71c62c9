// The addresses in a sitemap (https://www.sitemaps.org/protocol.html), and what becomes of them.
//
// A scanner for this one format, not an XML parser: it takes <loc> of <url> and <sitemap> and nothing else.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace parley::audit {

struct sitemap {
    std::vector<std::string> pages;
    std::vector<std::string> sitemaps;  // of an index
};

// errc::malformed when it is no sitemap, or a compressed one.
result<sitemap> read_sitemap(std::string_view text);

// Whether its name may be one of a page: not of an image, a style sheet or the like.
bool may_be_page(std::string_view address);

// As the protocol has it; regular expressions, too, want a limit.
inline constexpr std::size_t sitemap_address_bytes_max = 2048;

struct sitemap_rules {
    std::optional<std::regex> include = {};
    std::optional<std::regex> exclude = {};
    std::optional<std::regex> find = {};
    std::string replace = {};
};

struct chosen_pages {
    std::vector<std::string> pages;
    std::size_t no_pages = 0;  // by their names: images, PDF and the like
    std::size_t too_long = 0;  // beyond sitemap_address_bytes_max
    std::size_t excluded = 0;
};

chosen_pages choose_pages(const std::vector<std::string>& addresses, const sitemap_rules& by);

}  // namespace parley::audit
