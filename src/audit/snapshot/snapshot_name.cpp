#include "audit/snapshot/snapshot_name.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace parley::audit {
namespace {

bool stays(char32_t c)
{
    if (c >= 0x80) return c >= 0xA0 && c != utf8::replacement;
    return ascii::is_letter_or_digit(static_cast<char>(c)) || c == '_' || c == '-' || c == '.';
}

}  // namespace

std::string snapshot_name(std::string_view text)
{
    std::string name;
    text = ascii::trimmed(text);
    while (!text.empty()) {
        const auto next = utf8::decode(text);
        const bool is_gap = next.code_point == ' ' || next.code_point == '/';
        if (is_gap)
            name += '_';
        else if (stays(next.code_point))
            name += text.substr(0, next.bytes);
        text.remove_prefix(next.bytes);
    }
    if (name.empty()) return "empty";
    if (name == ".") return "dot";
    if (name == "..") return "dotdot";
    return name;
}

std::string page_name_of(std::string_view address)
{
    if (const auto scheme = address.find("://"); scheme != address.npos) {
        const auto path = address.find('/', scheme + 3);
        address = path == address.npos ? std::string_view() : address.substr(path);
    }
    address = address.substr(0, address.find('#'));
    std::string name;
    for (const char c : address) name += c == '?' || c == '&' || c == '=' ? '/' : c;
    std::string_view trimmed = name;
    while (trimmed.starts_with('/') || trimmed.starts_with("./")) trimmed.remove_prefix(1);
    while (trimmed.ends_with('/')) trimmed.remove_suffix(1);
    return trimmed.empty() ? "index" : snapshot_name(trimmed);
}

}  // namespace parley::audit
