#include "sse/event_reader.hpp"

#include <algorithm>
#include <cstring>

namespace parley::sse {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Position of `wanted` in [from, to) of `text`, or `to`.
std::size_t find(const std::string& text, char wanted, std::size_t from, std::size_t to)
{
    if (from >= to) return to;
    if (text[from] == wanted) return from;  // an empty line, or found before
    const void* found = std::memchr(text.data() + from, wanted, to - from);
    return found == nullptr ? to : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

void reserve_with_spare(std::string& text, std::size_t bytes)
{
    if (text.capacity() < bytes + spare_bytes)
        text.reserve(std::max(bytes + spare_bytes, text.capacity() * 2));
}

}  // namespace

void event_reader::feed(std::string_view bytes)
{
    if (failed_) return;
    // Moving the rest to the front is paid for by the bytes it frees, so the total stays linear.
    if (event_begin_ * 2 >= buffer_.size()) {
        buffer_.erase(0, event_begin_);
        for (auto* position : {&line_begin_, &no_lf_until_, &no_cr_until_, &name_.begin, &data_.begin})
            *position -= std::min(event_begin_, *position);
        event_begin_ = 0;
    }
    reserve_with_spare(buffer_, buffer_.size() + bytes.size());
    buffer_.append(bytes);
}

result<std::optional<event>> event_reader::next()
{
    if (failed_) return too_long();
    while (const auto line = take_line()) {
        if (line->begin + line->bytes - event_begin_ > max_bytes_) return too_long();
        if (line->bytes != 0) {
            take_field(*line);
            continue;
        }
        if (const auto complete = take_event()) return complete;
    }
    if (buffer_.size() - event_begin_ > max_bytes_) return too_long();
    // A stream that waits for its next event should cost little memory.
    if (event_begin_ == buffer_.size()) {
        std::string().swap(buffer_);
        event_begin_ = line_begin_ = no_lf_until_ = no_cr_until_ = 0;
    }
    return std::nullopt;
}

result<std::optional<event>> event_reader::finish()
{
    auto complete = next();
    if (!complete || complete->has_value()) return complete;
    const span rest{line_begin_, buffer_.size() - line_begin_};
    line_begin_ = no_lf_until_ = no_cr_until_ = buffer_.size();
    if (rest.bytes != 0) take_field(rest);
    return take_event();
}

// Each byte is looked at once for LF and once for CR, whichever of them this stream uses. The search for a CR
// goes on behind the line: where there is none, as usual, one search is enough for many lines.
std::optional<event_reader::span> event_reader::take_line()
{
    if (after_cr_ && line_begin_ < buffer_.size()) {
        if (buffer_[line_begin_] == '\n') {
            if (event_begin_ == line_begin_) ++event_begin_;
            ++line_begin_;
        }
        after_cr_ = false;
    }
    no_lf_until_ = find(buffer_, '\n', std::max(no_lf_until_, line_begin_), buffer_.size());
    no_cr_until_ = find(buffer_, '\r', std::max(no_cr_until_, line_begin_), buffer_.size());
    const std::size_t end = std::min(no_lf_until_, no_cr_until_);
    if (end >= buffer_.size()) return std::nullopt;

    span line{line_begin_, end - line_begin_};
    after_cr_ = buffer_[end] == '\r';
    line_begin_ = end + 1;
    return line;
}

void event_reader::take_field(span line)
{
    if (at_start_ && view(line).starts_with(byte_order_mark)) {
        line.begin += byte_order_mark.size();
        line.bytes -= byte_order_mark.size();
    }
    at_start_ = false;

    const std::string_view text = view(line);
    const std::size_t colon = std::min(text.find(':'), text.size());
    std::size_t skipped = std::min(colon + 1, text.size());
    if (skipped < text.size() && text[skipped] == ' ') ++skipped;
    const span value{line.begin + skipped, line.bytes - skipped};

    const std::string_view field = text.substr(0, colon);
    if (field == "data") take_data(value);
    if (field == "event") name_ = value;
    // Comments and fields we do not know need not be kept, however many come between events.
    if (data_lines_ == 0 && name_.bytes == 0) event_begin_ = line_begin_;
}

void event_reader::take_data(span value)
{
    ++data_lines_;
    if (data_lines_ == 1) {
        data_ = value;
        return;
    }
    if (data_lines_ == 2) joined_.assign(view(data_));
    reserve_with_spare(joined_, joined_.size() + 1 + value.bytes);
    joined_.append(1, '\n').append(view(value));
}

// An event without data is none (the format says so); its name is forgotten with it.
std::optional<event> event_reader::take_event()
{
    std::optional<event> complete;
    if (data_lines_ != 0) complete = event{view(name_), data_lines_ == 1 ? view(data_) : joined_};
    begin_event();
    return complete;
}

void event_reader::begin_event()
{
    at_start_ = false;
    event_begin_ = line_begin_;
    name_ = data_ = {};
    data_lines_ = 0;
}

error event_reader::too_long()
{
    failed_ = true;
    std::string().swap(buffer_);
    event_begin_ = line_begin_ = 0;
    return error{errc::too_large, "an event is longer than " + std::to_string(max_bytes_) + " bytes"};
}

}  // namespace parley::sse
