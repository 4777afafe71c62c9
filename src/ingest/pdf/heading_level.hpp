// Recognises numbered headings by their wording: extracted text has no fonts to go by.
#pragma once

#include <string_view>

namespace parley::ingest {

// "4.2 Names" is 2, "Chapter 3: Names" and "Appendix B Names" are 1; 0 when `line` is no such heading.
int heading_level(std::string_view line);

// "4 Names" or "4. Names": a heading only as the first line of a page, elsewhere an item of a list.
bool is_chapter_opening(std::string_view line);

// "Names" for all of the above, else empty.
std::string_view title_without_number(std::string_view line);

}  // namespace parley::ingest
