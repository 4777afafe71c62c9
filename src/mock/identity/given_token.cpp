#include "mock/identity/given_token.hpp"

#include "base/base64.hpp"
#include "mock/identity/jwt.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view other_tenant = "99999999-9999-4999-8999-999999999999";
constexpr std::string_view other_audience = "https://graph.microsoft.com";
constexpr std::uint64_t salt = 0x6c6f67696eULL;  // tells these numbers apart from those of ids

boost::json::array list_of(const std::vector<std::string>& texts)
{
    return boost::json::array(texts.begin(), texts.end());
}

// How the application proved itself, as version 1.0 says it.
std::string_view proof_number(token_subject::proof by)
{
    if (by == token_subject::proof::none) return "0";
    return by == token_subject::proof::secret ? "1" : "2";
}

void add_person(boost::json::object& claims, const person& who, const token_subject& to)
{
    claims["amr"] = boost::json::array{"pwd"};
    claims["name"] = who.name;
    claims["scp"] = to.scopes;
    claims["sub"] = pairwise_subject(who, to.client_id);
    claims["unique_name"] = who.username;
    claims["upn"] = who.username;
}

boost::json::object claims_of(const login_state& with, const login_call& call, const token_subject& to,
                              std::string_view audience, const given_token& life)
{
    const auto& wishes = with.settings.tokens;
    const std::string tenant(call.flaw == token_flaw::wrong_tenant ? other_tenant : to.tenant);
    const auto issuer = call.flaw == token_flaw::wrong_issuer ? "https://issuer.invalid/" + tenant
                                                              : issuer_of(with.settings, tenant);
    random_numbers numbers(with.seed + salt, call.number);
    boost::json::object claims{{"aud", call.flaw == token_flaw::wrong_audience ? other_audience : audience},
                               {"iss", issuer},
                               {"iat", life.begins.time_since_epoch().count()},
                               {"nbf", life.begins.time_since_epoch().count()},
                               {"exp", life.ends.time_since_epoch().count()},
                               {"appid", to.client_id},
                               {"appidacr", proof_number(to.by)},
                               {"idp", issuer},
                               {"idtyp", to.who == nullptr ? "app" : "user"},
                               {"oid", to.object_id},
                               {"sub", to.object_id},
                               {"tid", tenant},
                               {"uti", make_uuid(numbers)},
                               {"ver", "1.0"}};
    if (!to.resource_id.empty()) claims["xms_mirid"] = to.resource_id;
    const auto& groups = to.who == nullptr ? wishes.groups : groups_of(with.settings, *to.who);
    if (!groups.empty()) claims["groups"] = list_of(groups);
    if (!wishes.roles.empty()) claims["roles"] = list_of(wishes.roles);
    if (to.who != nullptr) add_person(claims, *to.who, to);
    return claims;
}

}  // namespace

std::string signed_token(const login_state& with, token_flaw flaw, const boost::json::object& claims)
{
    const auto& key = with.keys.current();
    const auto id = flaw == token_flaw::unknown_key ? base64url("a key unheard of") : key.id();
    const boost::json::object header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", id}};
    const auto text = unsigned_jwt(header, claims);
    auto signature = key.sign(text);
    if (flaw == token_flaw::bad_signature) signature.back() = static_cast<char>(signature.back() ^ 1);
    return text + "." + base64url(signature);
}

given_token give_token(const login_state& with, const login_call& call, const token_subject& to,
                       std::string_view audience, std::chrono::seconds usual_life)
{
    const auto& wishes = with.settings.tokens;
    const auto life = wishes.life > 0s ? wishes.life : usual_life;
    const auto now = call.now + wishes.skew;
    given_token made{{}, now, now + life, life};
    if (call.flaw == token_flaw::expired) made = {{}, now - life - 1h, now - 1h, 0s};
    if (call.flaw == token_flaw::not_yet_valid) made.begins = now + 1h;
    if (call.flaw == token_flaw::opaque) made.text = "opaque-token-of-the-mock";
    const bool is_jwt = call.flaw != token_flaw::opaque && call.flaw != token_flaw::missing;
    if (is_jwt) made.text = signed_token(with, call.flaw, claims_of(with, call, to, audience, made));
    return made;
}

std::string pairwise_subject(const person& who, const std::string& client_id)
{
    return uuid_of(who.object_id + client_id);
}

const std::vector<std::string>& groups_of(const login_settings& settings, const person& who)
{
    return who.groups.empty() ? settings.tokens.groups : who.groups;
}

std::string issuer_of(const login_settings& settings, std::string_view tenant)
{
    if (!settings.tokens.issuer.empty()) return settings.tokens.issuer;
    return "https://sts.windows.net/" + std::string(tenant) + "/";
}

std::string home_tenant(const login_settings& settings)
{
    return settings.tenant.empty() ? std::string(usual_tenant) : settings.tenant;
}

}  // namespace parley::mock
