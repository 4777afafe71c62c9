#include "audit/browser/message_splitter.hpp"

#include <algorithm>

namespace parley::audit {

void message_splitter::feed(std::string_view bytes)
{
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    buffer_ += bytes;
}

result<std::optional<std::string_view>> message_splitter::next()
{
    const auto end = buffer_.find('\0', scanned_);
    scanned_ = std::min(end, buffer_.size());
    if (scanned_ - begin_ > bytes_max_)
        return error{errc::too_large, "the browser sent a message of more than the limit of " +
                                          std::to_string(bytes_max_) + " bytes"};
    if (end == std::string::npos) return std::optional<std::string_view>();
    const auto message = std::string_view(buffer_).substr(begin_, end - begin_);
    begin_ = scanned_ = end + 1;
    return std::optional(message);
}

}  // namespace parley::audit
