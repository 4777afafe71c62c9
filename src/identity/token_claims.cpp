#include "identity/token_claims.hpp"

#include "base/base64.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace parley::identity {
namespace {

namespace json = boost::json;

constexpr std::size_t claim_bytes_max = 200;  // ids and addresses are shorter

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

// Azure leaves `idtyp` out of many tokens; only those of users then have a name or delegated rights.
subject_kind subject_of(const json::object& claims)
{
    const auto kind = claim(claims, {"idtyp"});
    if (kind == "user" || claims.contains("upn") || claims.contains("scp")) return subject_kind::user;
    const bool has_application = claims.contains("appid") || claims.contains("azp");
    return kind == "app" || has_application ? subject_kind::application : subject_kind::unknown;
}

}  // namespace

std::optional<token_claims> read_claims(const secret& token)
{
    const std::string_view text = token.reveal();
    const auto begin = text.find('.');
    const auto end = begin == std::string_view::npos ? begin : text.find('.', begin + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto payload = decoded_base64url(text.substr(begin + 1, end - begin - 1));
    if (!payload) return std::nullopt;
    boost::system::error_code failed;
    const auto parsed = json::parse(*payload, failed);
    if (failed || !parsed.is_object()) return std::nullopt;
    const auto& claims = parsed.get_object();
    return token_claims{claim(claims, {"tid"}), claim(claims, {"oid"}), claim(claims, {"appid", "azp"}),
                        claim(claims, {"aud"}), subject_of(claims)};
}

}  // namespace parley::identity
