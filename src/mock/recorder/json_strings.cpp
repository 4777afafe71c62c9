#include "mock/recorder/json_strings.hpp"

#include "base/json_text.hpp"

#include <boost/json/parse.hpp>

#include <optional>

namespace parley::mock {
namespace {

namespace json = boost::json;

struct string_at {
    std::size_t bytes = 0;  // with its quotes; 0: it does not end on its line
    bool has_escape = false;
};

// `text` begins with a quote.
string_at find_string(std::string_view text)
{
    string_at made;
    for (std::size_t at = 1; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == '"') {
            made.bytes = at + 1;
            return made;
        }
        if (text[at] != '\\') continue;
        made.has_escape = true;
        ++at;
    }
    return made;
}

std::optional<std::string> said_by(std::string_view literal)
{
    boost::system::error_code failed;
    const auto read = json::parse(literal, failed);
    const auto* text = failed ? nullptr : read.if_string();
    return text ? std::optional(std::string(*text)) : std::nullopt;
}

// How long the escape is that `text` begins with, surrogates with their other half; 0: there is none.
std::size_t escape_bytes(std::string_view text)
{
    constexpr std::size_t unicode_bytes = 6;  // \u00eb
    if (text.size() < 2 || text[0] != '\\') return 0;
    if (text[1] != 'u') return 2;
    if (text.size() < unicode_bytes) return 0;
    const auto plane = text.substr(2, 2);
    const bool is_first_half =
        (plane[0] == 'd' || plane[0] == 'D') && (plane[1] == '8' || plane[1] == '9' || plane[1] == 'a' ||
                                                 plane[1] == 'b' || plane[1] == 'A' || plane[1] == 'B');
    const auto bytes = is_first_half ? 2 * unicode_bytes : unicode_bytes;
    return text.size() < bytes ? 0 : bytes;
}

}  // namespace

std::string with_changed_strings(std::string_view text,
                                 const std::function<std::string(const std::string&)>& change)
{
    std::string made;
    made.reserve(text.size());
    while (!text.empty()) {
        const auto before = text.substr(0, text.find('"'));
        made += before;
        text.remove_prefix(before.size());
        if (text.empty()) break;
        const auto found = find_string(text);
        const auto literal = text.substr(0, found.bytes > 0 ? found.bytes : 1);
        text.remove_prefix(literal.size());
        const auto said = found.has_escape && found.bytes > 0 ? said_by(literal) : std::nullopt;
        const auto changed = said ? change(*said) : std::string();
        if (said && changed != *said)
            append_json_string(made, changed);
        else
            made += literal;
    }
    return made;
}

std::string without_escapes(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    while (!text.empty()) {
        const auto bytes = escape_bytes(text);
        const auto said =
            bytes > 0 ? said_by("\"" + std::string(text.substr(0, bytes)) + "\"") : std::nullopt;
        if (said)
            made += *said;
        else
            made += text.front();
        text.remove_prefix(said ? bytes : 1);
    }
    return made;
}

}  // namespace parley::mock
