#include "ingest/markdown/inline_text.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::ingest {
namespace {

constexpr int nesting_max = 8;                // an image in a link in emphasis is three
constexpr std::size_t span_bytes_max = 8192;  // how far the end of a mark is looked for: keeps reading linear

bool is_word(char c)
{
    return ascii::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

// The position of the bracket that closes the one at `open`, or npos.
std::size_t closing(std::string_view text, std::size_t open, char opener, char closer)
{
    int depth = 0;
    for (std::size_t i = open; i < std::min(text.size(), open + span_bytes_max); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == opener)
            ++depth;
        else if (text[i] == closer && --depth == 0)
            return i;
        if (depth > nesting_max) return std::string_view::npos;
    }
    return std::string_view::npos;
}

class reader {
public:
    reader(std::string_view text, int nesting) : text_(text), nesting_(nesting) {}

    std::string read()
    {
        while (at_ < text_.size())
            if (!read_escape() && !read_code() && !read_link() && !read_address() && !read_emphasis())
                shown_ += text_[at_++];
        return std::move(shown_);
    }

private:
    bool read_escape()
    {
        if (text_[at_] != '\\' || at_ + 1 == text_.size()) return false;
        if (std::ispunct(static_cast<unsigned char>(text_[at_ + 1])) == 0) return false;
        shown_ += text_[at_ + 1];
        at_ += 2;
        return true;
    }

    bool read_code()
    {
        if (text_[at_] != '`') return false;
        const auto ticks = std::min(text_.find_first_not_of('`', at_), text_.size()) - at_;
        const auto mark = text_.substr(at_, ticks);
        const auto end = text_.substr(0, at_ + span_bytes_max).find(mark, at_ + ticks);
        if (end != std::string_view::npos) shown_ += text_.substr(at_ + ticks, end - at_ - ticks);
        at_ = end == std::string_view::npos ? at_ + ticks : end + ticks;
        return true;
    }

    // [text](address), ![text](address), [text][name], [text]
    bool read_link()
    {
        const bool image = text_[at_] == '!' && at_ + 1 < text_.size() && text_[at_ + 1] == '[';
        const auto open = image ? at_ + 1 : at_;
        if (text_[open] != '[' || nesting_ >= nesting_max) return false;
        const auto close = closing(text_, open, '[', ']');
        if (close == std::string_view::npos || close + 1 >= text_.size()) return false;
        const char next = text_[close + 1];
        if (next != '(' && next != '[') return false;
        const auto end = closing(text_, close + 1, next, next == '(' ? ')' : ']');
        if (end == std::string_view::npos) return false;
        shown_ += reader(text_.substr(open + 1, close - open - 1), nesting_ + 1).read();
        at_ = end + 1;
        return true;
    }

    // <https://example.org> and <name@example.org>
    bool read_address()
    {
        if (text_[at_] != '<') return false;
        const auto end = text_.substr(0, at_ + span_bytes_max).find('>', at_);
        if (end == std::string_view::npos) return false;
        const auto inside = text_.substr(at_ + 1, end - at_ - 1);
        const bool address =
            inside.find("://") != std::string_view::npos || inside.find('@') != std::string_view::npos;
        if (!address || inside.find(' ') != std::string_view::npos) return false;
        shown_ += inside;
        at_ = end + 1;
        return true;
    }

    // *, **, _, __ and ~~ where a word begins or ends; `a * b`, `snake_case` and `~/` keep theirs.
    bool read_emphasis()
    {
        const char mark = text_[at_];
        if (mark != '*' && mark != '_' && mark != '~') return false;
        const auto end = std::min(text_.find_first_not_of(mark, at_), text_.size());
        const auto count = end - at_;
        const bool word_before = at_ > 0 && !ascii::is_white_space(text_[at_ - 1]);
        const bool word_after = end < text_.size() && !ascii::is_white_space(text_[end]);
        const bool inside_word =
            at_ > 0 && end < text_.size() && is_word(text_[at_ - 1]) && is_word(text_[end]);
        const bool is_mark = count <= 3 && (word_before || word_after) && !(inside_word && mark == '_') &&
                             !(mark == '~' && count != 2);
        if (!is_mark) shown_ += text_.substr(at_, count);
        at_ = end;
        return true;
    }

    std::string_view text_;
    int nesting_;
    std::size_t at_ = 0;
    std::string shown_;
};

}  // namespace

std::string inline_text(std::string_view markdown)
{
    return reader(markdown, 0).read();
}

}  // namespace parley::ingest
