// From the text of PDF pages as extracted to pages with headings: lines rejoined, dot leaders shortened,
// running titles gone, numbered headings recognised. Pure functions on text; knows nothing of PDF.
#pragma once

#include "ingest/page.hpp"

#include <string>
#include <vector>

namespace parley::ingest {

// One string per page, in order; a blank string stays a blank page.
std::vector<page> pages_from(std::vector<std::string> raw);

// The first line with words on it, cut to a title's length.
std::string title_from(const std::vector<page>& pages);

}  // namespace parley::ingest
