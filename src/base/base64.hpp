// Base64 as JWTs have it (RFC 4648 §5, no padding) and as certificates inside them and files have it (§4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);

// Nothing when `text` is not base64 with its padding.
std::optional<std::string> decoded_base64(std::string_view text);

// Nothing when `text` is not base64url, with or without padding.
std::optional<std::string> decoded_base64url(std::string_view text);

}  // namespace parley
