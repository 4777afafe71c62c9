#include "http/query_value.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace parley::http {
namespace {

std::string decoded(std::string_view text)
{
    std::string with_spaces(text);
    std::ranges::replace(with_spaces, '+', ' ');
    return percent_decoded(with_spaces);
}

}  // namespace

std::string percent_decoded(std::string_view text)
{
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
                               ascii::hex_value(text[i + 2]) >= 0;
        if (is_escape) {
            made += static_cast<char>(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]));
            i += 2;
        } else {
            made += text[i];
        }
    }
    return made;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) != name) continue;
        return equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
    }
    return std::nullopt;
}

}  // namespace parley::http
