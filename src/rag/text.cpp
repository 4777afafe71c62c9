#include "rag/text.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

namespace parley::rag {
namespace {

// The lower case of the character at the front of `text`, which is taken off.
char32_t take_lower(std::string_view& text)
{
    const auto next = utf8::decode(text);
    text.remove_prefix(next.bytes);
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(next.code_point)));
}

}  // namespace

std::string case_folded(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    while (!text.empty()) utf8::append(folded, take_lower(text));
    return folded;
}

bool equals_without_case(std::string_view one, std::string_view other)
{
    while (!one.empty() && !other.empty())
        if (take_lower(one) != take_lower(other)) return false;
    return one.empty() && other.empty();
}

}  // namespace parley::rag
