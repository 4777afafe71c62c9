// Which sources answer a question, as its author says it, compared with the sources that were found.
//
// Pure. `report.pdf` expects that document, whatever page; `report.pdf#page=3` that page and no other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::eval {

// Between a document and the number of its page.
inline constexpr std::string_view page_mark = "#page=";

// The name of a source without its page.
std::string_view document_of(std::string_view source);

bool is_expected(std::string_view source, std::span<const std::string> expected);

// The share of `expected` that is among `sources`; 1 when nothing is expected.
double share_found(std::span<const std::string> expected, std::span<const std::string> sources);

// The gain of each rank: 1 for a source that is expected, 0 for one that is not. Sources that only repeat
// take no rank: further passages of a page, pages of an expected document that was found already, and, when
// whole documents are all that is expected, further pages of any document.
std::vector<int> gains_of(std::span<const std::string> ranking, std::span<const std::string> expected);

}  // namespace parley::eval
