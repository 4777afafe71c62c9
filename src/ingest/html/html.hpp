// HTML files: the main text with headings and tables, without navigation, scripts and styles.
//
// Parsed by libxml2 without network, without external files and within limits of size and depth.
#pragma once

#include "base/error.hpp"
#include "ingest/page.hpp"

#include <string_view>

namespace parley::ingest {

constexpr std::size_t html_bytes_max = std::size_t{16} << 20U;  // its tree takes about ten times that
constexpr int html_depth_max = 200;  // libxml2 itself stops at 256 and says nothing

result<parsed> parse_html(std::string_view bytes);

}  // namespace parley::ingest
