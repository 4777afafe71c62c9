// Keeps a picture of a page, as browsers hand it over, in a file.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <string_view>

namespace parley::audit {

// errc::malformed for what is no base64; errc::storage with what stands against the file.
result<void> keep_picture(std::string_view base64, const std::filesystem::path& file);

}  // namespace parley::audit
