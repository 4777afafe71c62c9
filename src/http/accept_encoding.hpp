// Which coding of the same bytes a client gets (RFC 9110 §12.5.3).
//
// No I/O, and nothing is compressed here: whoever asks has the codings at hand.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace parley::http {

enum class content_coding { identity, gzip, brotli };

// As Content-Encoding has it; identity stands in no header.
std::string_view name_of(content_coding coding);

// The coding of `offered`, the best first, that the client likes best. Without the header, and where it takes
// none of them: identity, which every client can read.
content_coding choose_coding(std::optional<std::string_view> accept_encoding,
                             std::span<const content_coding> offered);

}  // namespace parley::http
