// Where a page leads to, for who follows its links.
#pragma once

#include "audit/browser/tab.hpp"

#include <string>
#include <vector>

namespace parley::audit {

inline constexpr std::size_t links_max = 2000;  // of one page

struct page_links {
    std::vector<std::string> addresses = {};
    bool are_all = true;  // no more than links_max
};

// Addresses of the page's own origin, each once, in the order in which the document has them: without
// fragments but those that are routes (`#/…`, `#!…`), and without downloads. The errors are those of
// tab::evaluate.
asio::awaitable<result<page_links>> links_of(tab& page, deadline until);

}  // namespace parley::audit
