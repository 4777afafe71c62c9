#include "audit/report/markup.hpp"

#include "base/utf8.hpp"

namespace parley::audit {
namespace {

bool is_allowed(char32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) ||
           c > 0xFFFF;
}

void append_escaped(std::string& to, char32_t c)
{
    switch (c) {
        case '&':
            to += "&amp;";
            break;
        case '<':
            to += "&lt;";
            break;
        case '>':
            to += "&gt;";
            break;
        case '"':
            to += "&quot;";
            break;
        case '\'':
            to += "&#39;";
            break;
        default:
            utf8::append(to, is_allowed(c) ? c : utf8::replacement);
    }
}

}  // namespace

std::string markup_text(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    while (!text.empty()) {
        const auto next = utf8::decode(text);
        append_escaped(escaped, next.code_point);
        text.remove_prefix(next.bytes);
    }
    return escaped;
}

}  // namespace parley::audit
