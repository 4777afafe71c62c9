// Knows a chunk again that differs from an earlier one only in the piece of text it brings.
//
// Nearly all chunks of a stream are like that, and comparing what stands around the text costs a tenth of
// reading it. Says nothing about what such a chunk means: that is for whoever read the earlier one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::openai {

class repeated_chunk {
public:
    // `json` was read without an error, and `text`, a part of it, is a string without escapes, its quotes
    // left out.
    void remember(std::string_view json, std::string_view text);

    // What `json` has in place of that text; nothing when it differs elsewhere or has an escape there.
    std::optional<std::string_view> text_of(std::string_view json) const;

private:
    std::string before_;
    std::string behind_;
};

}  // namespace parley::openai
