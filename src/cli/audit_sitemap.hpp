// The pages of a sitemap that lies in a file or on a server, packed by gzip or not; of an index, those of all
// its sitemaps.
//
// Blocking. Limits: 50 MiB, unpacked, and half a minute a sitemap, 100 sitemaps.
#pragma once

#include "base/settings.hpp"

namespace parley::cli {

struct sitemap_pages {
    std::vector<std::string> addresses;  // as --sitemap-find and the others make them
    std::string said;                    // what was left out, for people; empty: nothing
};

// By --sitemap and its relatives; nothing when there is none. errc::invalid_input when an option is wrong or
// a file is none; others when the server does not give it.
result<sitemap_pages> read_sitemap_pages(const settings& values);

}  // namespace parley::cli
