#include "http/multipart_reader.hpp"

#include "base/ascii.hpp"
#include "base/take_until.hpp"
#include "http/query_value.hpp"

namespace parley::http {
namespace {

constexpr std::size_t boundary_bytes_max = 70;     // RFC 2046 §5.1.1
constexpr std::size_t head_bytes_max = 16 * 1024;  // of one part
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view utf8_mark = "utf-8''";  // of `filename*`, RFC 8187

error not_a_form(std::string_view why)
{
    return {errc::invalid_input, "The form with the file cannot be read: " + std::string(why) + "."};
}

// What is in quotes, without its escapes, and takes it off `rest`, which begins behind the opening one.
std::string take_quoted(std::string_view& rest)
{
    std::string text;
    while (!rest.empty() && rest.front() != '"') {
        const bool is_escape = rest.front() == '\\' && rest.size() > 1 && (rest[1] == '"' || rest[1] == '\\');
        if (is_escape) rest.remove_prefix(1);
        text += rest.front();
        rest.remove_prefix(1);
    }
    rest.remove_prefix(rest.empty() ? 0 : 1);
    return text;
}

// A parameter of a header field such as `form-data; name="file"; filename="a.pdf"`.
std::optional<std::string> parameter(std::string_view field, std::string_view wanted)
{
    ascii::take_until(field, ';');
    while (!field.empty()) {
        const auto name = ascii::trimmed(ascii::take_until(field, '='));
        field = ascii::trimmed_left(field);
        std::string value;
        if (field.starts_with('"')) {
            field.remove_prefix(1);
            value = take_quoted(field);
            ascii::take_until(field, ';');
        } else {
            value = ascii::trimmed(ascii::take_until(field, ';'));
        }
        if (ascii::equals_without_case(name, wanted)) return value;
    }
    return std::nullopt;
}

// Browsers write a quote as %22; other programs say with `filename*` what is not ASCII.
std::optional<std::string> file_name_in(std::string_view disposition)
{
    if (const auto extended = parameter(disposition, "filename*"))
        if (ascii::lower_case(extended->substr(0, utf8_mark.size())) == utf8_mark)
            return percent_decoded(std::string_view(*extended).substr(utf8_mark.size()));
    auto name = parameter(disposition, "filename");
    if (!name) return std::nullopt;
    for (auto at = name->find("%22"); at != std::string::npos; at = name->find("%22", at + 1))
        name->replace(at, 3, "\"");
    return name;
}

// The value of a field among the lines of a part's head; empty when it is not there.
std::string_view field_in(std::string_view head, std::string_view wanted)
{
    while (!head.empty()) {
        auto line = head.substr(0, head.find(line_end));
        head.remove_prefix(std::min(head.size(), line.size() + line_end.size()));
        if (ascii::equals_without_case(ascii::trimmed(ascii::take_until(line, ':')), wanted))
            return ascii::trimmed(line);
    }
    return {};
}

}  // namespace

result<std::string> form_boundary(std::string_view content_type)
{
    auto rest = content_type;
    if (!ascii::equals_without_case(ascii::trimmed(ascii::take_until(rest, ';')), "multipart/form-data"))
        return error{errc::unsupported,
                     "A file is sent as a form: Content-Type must be multipart/form-data."};
    auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max)
        return error{errc::invalid_input,
                     "Content-Type must name the boundary of the form, of 1 to 70 bytes."};
    return *std::move(boundary);
}

// Each boundary stands on a line of its own, and the first one may be the first line of all.
multipart_reader::multipart_reader(std::string_view boundary)
    : delimiter_("\r\n--" + std::string(boundary)), buffer_(line_end)
{
}

void multipart_reader::feed(std::string_view bytes)
{
    buffer_.erase(0, begin_);
    begin_ = 0;
    if (at_ != place::end) buffer_ += bytes;
}

result<std::optional<multipart_reader::piece>> multipart_reader::next()
{
    for (;;) {
        switch (at_) {
            case place::before_first:
            case place::bytes: {
                const bool is_part = at_ == place::bytes;
                const auto bytes = bytes_before_delimiter();
                if (!bytes) break;  // the delimiter is next, and `at_` says so
                if (bytes->empty()) return std::optional<piece>();
                if (is_part) return std::optional<piece>(*bytes);
                break;
            }
            case place::boundary: {
                const auto passed = pass_boundary();
                if (!passed) return passed.error();
                if (!*passed) return std::optional<piece>();
                if (complete()) return std::optional<piece>(form_end{});
                break;
            }
            case place::head:
                return read_head();
            case place::end:
                return std::optional<piece>();
        }
    }
}

// What certainly is not part of a delimiter, empty when that is not known yet; nothing when one is next.
std::optional<std::string_view> multipart_reader::bytes_before_delimiter()
{
    const auto rest = left();
    const auto found = rest.find(delimiter_);
    if (found == 0) {
        begin_ += delimiter_.size();
        at_ = place::boundary;
        return std::nullopt;
    }
    const auto kept = std::min(rest.size(), delimiter_.size() - 1);
    const auto bytes = rest.substr(0, found == std::string_view::npos ? rest.size() - kept : found);
    begin_ += bytes.size();
    return bytes;
}

// Behind a boundary stands the end of its line, perhaps after blanks, or `--` when the form is over. False:
// more bytes are needed.
result<bool> multipart_reader::pass_boundary()
{
    const auto rest = left();
    if (rest.starts_with("--")) {
        at_ = place::end;
        return true;
    }
    const auto text = rest.find_first_not_of(" \t");
    if (text == std::string_view::npos || rest.substr(text) == "\r" || rest == "-") {
        if (rest.size() > head_bytes_max) return not_a_form("a boundary's line does not end");
        return false;
    }
    if (!rest.substr(text).starts_with(line_end)) return not_a_form("text stands behind a boundary");
    begin_ += text;  // the end of the line stays: without any field it is the one before the empty line
    at_ = place::head;
    return true;
}

result<std::optional<multipart_reader::piece>> multipart_reader::read_head()
{
    const auto rest = left();
    const auto end = rest.find(head_end);
    if (end == std::string_view::npos && rest.size() <= head_bytes_max) return std::optional<piece>();
    if (end == std::string_view::npos || end > head_bytes_max)
        return not_a_form("the head of a part is too long");

    const auto disposition = field_in(rest.substr(0, end), "content-disposition");
    auto name = parameter(disposition, "name");
    if (!name) return not_a_form("a part has no name");
    part begun{*std::move(name), file_name_in(disposition)};
    begin_ += end + head_end.size();
    at_ = place::bytes;
    return std::optional<piece>(std::move(begun));
}

}  // namespace parley::http
