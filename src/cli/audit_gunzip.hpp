// Unpacks gzip (RFC 1952), as large sitemaps come.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace parley::cli {

bool is_gzip(std::string_view bytes);

// All members of it, one behind the other. errc::malformed for what is damaged, cut short or no gzip;
// too_large as soon as it has more than `bytes_max`, so that a small file cannot fill the memory.
result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max);

}  // namespace parley::cli
