// Plain text files: one page, in whatever encoding they come.
#pragma once

#include "base/error.hpp"
#include "ingest/page.hpp"

#include <string_view>

namespace parley::ingest {

constexpr std::size_t text_bytes_max = std::size_t{16} << 20U;  // thousands of pages; held in memory at once

result<parsed> parse_text(std::string_view bytes);

}  // namespace parley::ingest
