// What a run found, over all its pages: by impact, by rule, and what nobody looked at.
#pragma once

#include "audit/outcome.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace parley::audit {

// Elements, but for pages and violated rules. Rules by their number of elements, the largest first.
struct totals {
    std::size_t pages = 0;
    std::size_t pages_not_audited = 0;
    std::size_t pages_with_violations = 0;
    std::size_t rules = 0;  // violated, each counted once per page
    std::size_t elements = 0;
    std::array<std::size_t, 5> by_impact = {};  // at the place of the impact's weight
    std::vector<std::pair<std::string, std::size_t>> by_rule;
    std::vector<std::pair<std::string, std::size_t>> to_look_at;
};

totals totals_of(std::span<const page_outcome> pages);

// For people, in lines without indentation.
std::string totals_text(const totals& of);

// For machines: {"pages": …, "pagesNotAudited": …, "elements": …, "byImpact": {…}, "byRule": {…}}.
boost::json::object totals_json(const totals& of);

// What the pages were audited with: "axe-core 4.11.0 in Chromium 140.0"; empty when nobody knows.
std::string tools_text(std::span<const page_outcome> pages);

// "1 page", "2 pages".
std::string counted(std::size_t number, std::string_view noun);

// The page, with the variant in brackets when there is one.
std::string title_of(const page_outcome& page);

}  // namespace parley::audit
