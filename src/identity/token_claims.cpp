#include "identity/token_claims.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace parley::identity {
namespace {

namespace json = boost::json;

constexpr std::size_t claim_bytes_max = 200;  // ids and addresses are shorter

// The six bits of a character of base64url; -1 for what is none.
int value_of(char c)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const auto at = alphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<std::string> decode(std::string_view text)
{
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
    }
    return bytes;
}

bool is_plain(char c)
{
    return c > ' ' && c < 0x7F;
}

// The first of the names that is there. What could disturb a terminal is left out.
std::string claim(const json::object& claims, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        const auto* value = claims.if_contains(name);
        if (value == nullptr || !value->is_string()) continue;
        const std::string_view text = value->get_string();
        if (text.size() <= claim_bytes_max && std::ranges::all_of(text, is_plain)) return std::string(text);
    }
    return {};
}

}  // namespace

std::optional<token_claims> read_claims(const secret& token)
{
    const std::string_view text = token.reveal();
    const auto begin = text.find('.');
    const auto end = begin == std::string_view::npos ? begin : text.find('.', begin + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto payload = decode(text.substr(begin + 1, end - begin - 1));
    if (!payload) return std::nullopt;
    boost::system::error_code failed;
    const auto parsed = json::parse(*payload, failed);
    if (failed || !parsed.is_object()) return std::nullopt;
    const auto& claims = parsed.get_object();
    return token_claims{claim(claims, {"tid"}), claim(claims, {"oid"}), claim(claims, {"appid", "azp"}),
                        claim(claims, {"aud"})};
}

}  // namespace parley::identity
