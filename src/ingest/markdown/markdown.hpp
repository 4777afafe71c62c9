// Markdown files: headings, prose with its marks taken off, code as it stands, tables row by row.
//
// Line by line, in the common dialect (fences, pipe tables, front matter); no HTML is interpreted.
#pragma once

#include "base/error.hpp"
#include "ingest/page.hpp"

#include <string_view>

namespace parley::ingest {

result<parsed> parse_markdown(std::string_view bytes);

}  // namespace parley::ingest
