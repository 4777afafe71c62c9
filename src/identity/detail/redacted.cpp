#include "identity/detail/redacted.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

// `{"` in base64url is `eyJ`, so a JWT's header begins so; its payload does too.
constexpr std::string_view jwt_begin = "eyJ";

// A word of this length that begins so is a token whose dots were cut off, not prose.
constexpr std::size_t plain_word_bytes_max = 16;

bool is_of_jwt(char c)
{
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '=';
}

bool is_token(std::string_view word)
{
    return word.size() > plain_word_bytes_max || word.find('.') != std::string_view::npos;
}

}  // namespace

std::string redacted(std::string_view text)
{
    std::string shown;
    for (;;) {
        const auto begin = text.find(jwt_begin);
        shown += text.substr(0, begin);
        if (begin == std::string_view::npos) return shown;
        text.remove_prefix(begin);
        const auto end = std::find_if_not(text.begin(), text.end(), is_of_jwt);
        const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        shown += is_token(word) ? std::string_view("***") : word;
        text.remove_prefix(word.size());
    }
}

}  // namespace parley::identity
