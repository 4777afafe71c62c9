#include "rag/word_pieces.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace parley::rag {
namespace {

enum : unsigned {
    is_letter = 1U << 0U,
    is_number = 1U << 1U,
    is_space = 1U << 2U,
    is_line_end = 1U << 3U,
    may_begin = 1U << 4U,     // a word as o200k has it: upper case, or without case
    may_continue = 1U << 5U,  // one: lower case, or without case
    is_slash = 1U << 6U,
};

unsigned kind_of_category(char32_t c)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LT:
            return is_letter | may_begin;
        case UTF8PROC_CATEGORY_LL:
            return is_letter | may_continue;
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
            return is_letter | may_begin | may_continue;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
            return may_begin | may_continue;
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return is_number;
        default:
            return 0;
    }
}

bool is_white_space(char32_t c)
{
    constexpr std::array<char32_t, 8> alone{0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F};
    return (c >= 0x9 && c <= 0xD) || (c >= 0x2000 && c <= 0x200A) || c == 0x3000 ||
           std::ranges::find(alone, c) != alone.end();
}

unsigned kind_of(char32_t c)
{
    if (c == U'\r' || c == U'\n') return is_space | is_line_end;
    if (is_white_space(c)) return is_space;
    return c == U'/' ? unsigned{is_slash} : kind_of_category(c);
}

// Each function is one alternative of the patterns: from a place to the end of what matches there, or to that
// place when nothing does.
class cutter {
public:
    cutter(std::string_view text, cutting how) : text_(text), how_(how)
    {
        for (std::size_t at = 0; at < text.size();) {
            const auto [code_point, bytes] = utf8::decode(text.substr(at));
            characters_.push_back({code_point, kind_of(code_point), at});
            at += bytes;
        }
    }

    std::vector<std::string_view> cut() const
    {
        std::vector<std::string_view> pieces;
        for (std::size_t at = 0; at < characters_.size();) {
            const auto end = piece_end(at);
            pieces.push_back(text_.substr(byte_of(at), byte_of(end) - byte_of(at)));
            at = end;
        }
        return pieces;
    }

private:
    struct character {
        char32_t code_point;
        unsigned kind;
        std::size_t begin;
    };

    bool is(std::size_t at, unsigned kinds) const
    {
        return at < characters_.size() && (characters_[at].kind & kinds) != 0;
    }
    std::size_t byte_of(std::size_t at) const
    {
        return at < characters_.size() ? characters_[at].begin : text_.size();
    }
    std::size_t skip(std::size_t at, unsigned kinds) const
    {
        while (is(at, kinds)) ++at;
        return at;
    }

    std::size_t piece_end(std::size_t at) const
    {
        if (how_ == cutting::cl100k)
            if (const auto end = contraction(at); end != at) return end;
        if (const auto end = word(at); end != at) return end;
        if (const auto end = number(at); end != at) return end;
        if (const auto end = signs(at); end != at) return end;
        return spaces(at);
    }

    // Three digits at most.
    std::size_t number(std::size_t at) const
    {
        auto end = at;
        while (end - at < 3 && is(end, is_number)) ++end;
        return end;
    }

    // 's, 't, 're, 've, 'm, 'll and 'd, in either case.
    std::size_t contraction(std::size_t at) const
    {
        const auto lower = [this](std::size_t i) -> char32_t {
            if (i >= characters_.size()) return 0;
            const auto c = characters_[i].code_point;
            return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c;
        };
        if (lower(at) != U'\'') return at;
        const auto first = lower(at + 1), second = lower(at + 2);
        if (first == U's' || first == U't' || first == U'm' || first == U'd') return at + 2;
        const bool is_pair =
            ((first == U'r' || first == U'v') && second == U'e') || (first == U'l' && second == U'l');
        return is_pair ? at + 3 : at;
    }

    // Letters with one sign or space in front of them, if that is there.
    std::size_t word(std::size_t at) const
    {
        if (how_ == cutting::cl100k) return with_front(at, &cutter::letters);
        const auto end = with_front(at, &cutter::lower_word);
        return end != at ? end : with_front(at, &cutter::upper_word);
    }

    std::size_t with_front(std::size_t at, std::size_t (cutter::*alternative)(std::size_t) const) const
    {
        const bool can_be_in_front = at < characters_.size() && !is(at, is_line_end | is_letter | is_number);
        if (can_be_in_front)
            if (const auto end = (this->*alternative)(at + 1); end != at + 1) return end;
        return (this->*alternative)(at);
    }

    std::size_t letters(std::size_t at) const { return skip(at, is_letter); }

    // Capitals, then at least one letter that is none. What has no case may be either, so of a word that ends
    // in capitals the last such letter ends it.
    std::size_t lower_word(std::size_t at) const
    {
        const auto capitals = skip(at, may_begin);
        if (const auto end = skip(capitals, may_continue); end != capitals) return contraction(end);
        for (auto end = capitals; end > at; --end)
            if (is(end - 1, may_continue)) return contraction(end);
        return at;
    }

    std::size_t upper_word(std::size_t at) const
    {
        const auto capitals = skip(at, may_begin);
        return capitals == at ? at : contraction(skip(capitals, may_continue));
    }

    std::size_t signs(std::size_t at) const
    {
        const auto begin = at < characters_.size() && characters_[at].code_point == U' ' ? at + 1 : at;
        auto end = begin;
        while (end < characters_.size() && !is(end, is_space | is_letter | is_number)) ++end;
        if (end == begin) return at;
        return skip(end, how_ == cutting::o200k ? is_line_end | is_slash : unsigned{is_line_end});
    }

    // Up to the last end of a line; else all but the last, which belongs to what follows.
    std::size_t spaces(std::size_t at) const
    {
        const auto end = skip(at, is_space);
        if (how_ == cutting::cl100k && end == characters_.size()) return end;
        for (auto last = end; last > at; --last)
            if (is(last - 1, is_line_end)) return last;
        return end == characters_.size() || end == at + 1 ? end : end - 1;
    }

    std::string_view text_;
    cutting how_;
    std::vector<character> characters_;
};

}  // namespace

std::vector<std::string_view> word_pieces(std::string_view text, cutting how)
{
    return cutter(text, how).cut();
}

}  // namespace parley::rag
