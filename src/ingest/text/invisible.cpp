#include "ingest/text/invisible.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <span>

namespace parley::ingest {
namespace {

struct range {
    char32_t first;
    char32_t last;
};

constexpr char32_t emoji_selector = 0xFE0F;
constexpr char32_t keycap = 0x20E3;

bool is_in(std::span<const range> sorted, char32_t c)
{
    const auto at = std::ranges::lower_bound(sorted, c, {}, &range::last);
    return at != sorted.end() && c >= at->first;
}

bool is_joiner(char32_t c)
{
    return c == 0x200C || c == 0x200D;
}

// Scripts whose letters join or stack: Arabic, Syriac and their neighbours, those of India and the lands east
// of it, Mongolian.
bool is_joining_letter(char32_t c)
{
    static constexpr range scripts[] = {{0x600, 0xDFF},   {0xF00, 0x109F},  {0x1780, 0x17FF},
                                        {0x1807, 0x18AA}, {0x1A20, 0x1BFF}, {0xA840, 0xABFF},
                                        {0xFB50, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10A00, 0x11FFF}};
    if (!is_in(scripts, c)) return false;
    const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ME;  // letters and marks
}

bool is_emoji(char32_t c)
{
    static constexpr range signs[] = {
        {0xA9, 0xA9},     {0xAE, 0xAE},     {0x203C, 0x203C}, {0x2049, 0x2049},
        {0x2122, 0x2122}, {0x2139, 0x2139}, {0x2194, 0x21AA}, {0x231A, 0x23FF},
        {0x24C2, 0x24C2}, {0x25AA, 0x27BF}, {0x2934, 0x2935}, {0x2B05, 0x2B55},
        {0x3030, 0x3030}, {0x303D, 0x303D}, {0x3297, 0x3299}, {0x1F000, 0x1FAFF}};
    return is_in(signs, c);
}

bool is_in_a_keycap(char32_t c)
{
    return (c >= U'0' && c <= U'9') || c == U'#' || c == U'*';
}

bool is_ideograph(char32_t c)
{
    static constexpr range ideographs[] = {
        {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFD}};
    return is_in(ideographs, c);
}

}  // namespace

bool is_invisible(char32_t c)
{
    static constexpr range ranges[] = {
        {0xAD, 0xAD},        // soft hyphen
        {0x34F, 0x34F},      // grapheme joiner
        {0x61C, 0x61C},      // direction of Arabic letters
        {0x115F, 0x1160},    // Hangul fillers
        {0x17B4, 0x17B5},    // Khmer vowels that are never written
        {0x180B, 0x180F},    // Mongolian selectors
        {0x200B, 0x200F},    // space of no width, joiners, directions
        {0x202A, 0x202E},    // directions
        {0x2060, 0x206F},    // word joiner, signs of formulas, directions
        {0x3164, 0x3164},    // Hangul filler
        {0xFE00, 0xFE0F},    // variation selectors
        {0xFEFF, 0xFEFF},    // byte order mark
        {0xFFA0, 0xFFA0},    // Hangul filler
        {0xFFF0, 0xFFFB},    // annotations between lines
        {0x1BCA0, 0x1BCA3},  // shorthand
        {0x1D173, 0x1D17A},  // beams and ties of music
        {0xE0000, 0xE0FFF},  // tags, more variation selectors
    };
    return is_in(ranges, c);
}

bool shapes(char32_t invisible, char32_t before, char32_t after)
{
    if (is_joiner(invisible) && is_joining_letter(before)) return true;
    switch (invisible) {
        case 0x200D:  // joins emoji, as those of a family
            return (is_emoji(before) || before == emoji_selector) && is_emoji(after);
        case 0xFE0E:  // written as text
        case emoji_selector:
            return is_emoji(before) || (is_in_a_keycap(before) && after == keycap);
        default:
            break;
    }
    if (invisible >= 0x180B && invisible <= 0x180F) return before >= 0x1820 && before <= 0x18AA;
    const bool is_form =
        (invisible >= 0xFE00 && invisible <= 0xFE02) || (invisible >= 0xE0100 && invisible <= 0xE01EF);
    return is_form && is_ideograph(before);
}

}  // namespace parley::ingest
