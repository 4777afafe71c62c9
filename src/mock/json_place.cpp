#include "mock/json_place.hpp"

#include "base/ascii.hpp"
#include "base/json_text.hpp"

namespace parley::mock {
namespace {

// White space matters to what comes behind it; other characters stand for themselves well enough.
char unescaped(char c)
{
    return c == 'n' || c == 't' || c == 'r' ? ' ' : c;
}

bool begins_as_json(std::string_view text)
{
    const auto rest = ascii::trimmed(text);
    return rest.starts_with('{') || rest.starts_with('[');
}

}  // namespace

void json_place::pass(std::string_view text)
{
    for (const char c : text) {
        if (!is_open_) {
            is_open_ = c == '"';
        } else if (is_escaped_) {
            inside_ += unescaped(c);
            is_escaped_ = false;
        } else if (c == '\\') {
            is_escaped_ = true;
        } else if (c == '"') {
            is_open_ = false;
            inside_.clear();
        } else {
            inside_ += c;
        }
    }
}

std::size_t json_place::open_strings() const
{
    if (!is_open_) return 0;
    if (!begins_as_json(inside_)) return 1;
    json_place within;
    within.pass(inside_);
    return 1 + within.open_strings();
}

std::string as_inside_of_strings(std::string text, std::size_t strings)
{
    for (; strings > 0; --strings) {
        std::string quoted;
        append_json_string(quoted, text);
        text = quoted.substr(1, quoted.size() - 2);
    }
    return text;
}

}  // namespace parley::mock
