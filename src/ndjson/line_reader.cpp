#include "ndjson/line_reader.hpp"

#include <cstring>

namespace parley::ndjson {
namespace {

std::string_view without_carriage_return(std::string_view line)
{
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

void line_reader::feed(std::string_view bytes)
{
    if (failed_) return;
    // Moving the rest to the front is paid for by the bytes it frees, so the total stays linear.
    if (line_begin_ * 2 >= buffer_.size()) {
        buffer_.erase(0, line_begin_);
        scanned_ -= line_begin_;
        line_begin_ = 0;
    }
    buffer_.append(bytes);
}

result<std::optional<std::string_view>> line_reader::next()
{
    if (failed_) return too_long();
    while (scanned_ < buffer_.size()) {
        const char* from = buffer_.data() + scanned_;
        const void* newline = std::memchr(from, '\n', buffer_.size() - scanned_);
        if (newline == nullptr) {
            scanned_ = buffer_.size();
            break;
        }
        const auto line_end = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data());
        const auto line =
            without_carriage_return(std::string_view(buffer_).substr(line_begin_, line_end - line_begin_));
        if (line.size() > max_bytes_) return too_long();
        line_begin_ = scanned_ = line_end + 1;
        if (!line.empty()) return line;
    }
    // A carriage return at the end may belong to the newline that has not come yet.
    if (without_carriage_return(std::string_view(buffer_).substr(line_begin_)).size() > max_bytes_)
        return too_long();
    return std::nullopt;
}

result<std::optional<std::string_view>> line_reader::finish()
{
    auto line = next();
    if (!line || line->has_value()) return line;
    const auto rest = without_carriage_return(std::string_view(buffer_).substr(line_begin_));
    line_begin_ = buffer_.size();
    if (rest.empty()) return std::nullopt;
    return rest;
}

error line_reader::too_long()
{
    failed_ = true;
    std::string().swap(buffer_);
    line_begin_ = scanned_ = 0;
    return error{errc::too_large, "a line is longer than " + std::to_string(max_bytes_) + " bytes"};
}

}  // namespace parley::ndjson
