// Splits a stream of bytes into messages that end with a NUL byte, as browsers speak on their pipe.
//
// No I/O and no JSON here. A message longer than `bytes_max` is an error, so that a page cannot grow our
// memory without end.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::audit {

class message_splitter {
public:
    explicit message_splitter(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Adds bytes as they came; they may cut a message anywhere.
    void feed(std::string_view bytes);

    // The next whole message without its end, or nothing until more bytes come. errc::too_large.
    // The view is valid until the next call of either.
    result<std::optional<std::string_view>> next();

private:
    std::size_t bytes_max_;
    std::string buffer_;
    std::size_t begin_ = 0;    // of the first message not yet returned
    std::size_t scanned_ = 0;  // bytes before this hold no end: never look twice
};

}  // namespace parley::audit
