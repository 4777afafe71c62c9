// Reads a form as browsers send files (multipart/form-data, RFC 7578), while it arrives.
//
// No I/O: bytes in, pieces out. Memory is bounded by what is fed at a time and by a part's head, however
// large a part is. What stands before the first part and behind the last one is passed over.
#pragma once

#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::http {

// The boundary that a Content-Type names. errc::unsupported when it is of no form with files,
// errc::invalid_input when it names none.
result<std::string> form_boundary(std::string_view content_type);

class multipart_reader {
public:
    // Where a part begins; the part before it, if there was one, is complete.
    struct part {
        std::string name;
        std::optional<std::string> file_name;  // as sent: no path of ours is made of it unchecked
    };
    struct form_end {};

    // The view holds bytes of the part, and is valid until the next call.
    using piece = std::variant<part, std::string_view, form_end>;

    explicit multipart_reader(std::string_view boundary);

    void feed(std::string_view bytes);

    // The next piece, or nothing until more bytes arrive. errc::invalid_input, for good, when this is no
    // form.
    result<std::optional<piece>> next();

    // Whether the form has ended: one that is cut off has not.
    bool complete() const { return at_ == place::end; }

private:
    enum class place { before_first, boundary, head, bytes, end };

    std::optional<std::string_view> bytes_before_delimiter();
    result<bool> pass_boundary();
    result<std::optional<piece>> read_head();

    std::string_view left() const { return std::string_view(buffer_).substr(begin_); }

    std::string delimiter_;
    std::string buffer_;
    std::size_t begin_ = 0;  // bytes before this were handed out
    place at_ = place::before_first;
};

}  // namespace parley::http
