// Bytes of unknown encoding into UTF-8: byte-order marks first, then what the bytes allow, then a guess.
//
// A guess is told as a warning. Binary data is an error (malformed), so that no noise gets into the index.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace parley::ingest {

struct decoded_text {
    std::string text;     // well-formed UTF-8 without a byte-order mark
    std::string charset;  // what the bytes were, for a Content-Type: "utf-8", "UTF-16LE", …
    std::string warning;  // how the encoding was guessed, or empty
};

// `declared` is what the file itself says (an HTML charset), or empty; a byte-order mark outranks it.
result<decoded_text> decode_text(std::string_view bytes, std::string_view declared);

}  // namespace parley::ingest
