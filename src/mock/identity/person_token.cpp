#include "mock/identity/person_token.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "mock/identity/token_answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_life = 1h;
constexpr std::chrono::days refresh_life{90};
constexpr std::string_view usual_username = "user@parley.example";

// Version 2.0, for the application itself. Its issuer is the one that discovery names.
std::string id_token(const login_state& with, const login_call& call, const granted& to,
                     const given_token& beside)
{
    const auto& groups = groups_of(with.settings, to.who);
    boost::json::object claims{{"aud", to.client_id},
                               {"iss", call.base_url + "/" + to.tenant + "/v2.0"},
                               {"iat", beside.begins.time_since_epoch().count()},
                               {"nbf", beside.begins.time_since_epoch().count()},
                               {"exp", beside.ends.time_since_epoch().count()},
                               {"name", to.who.name},
                               {"oid", to.who.object_id},
                               {"preferred_username", to.who.username},
                               {"sub", pairwise_subject(to.who, to.client_id)},
                               {"tid", to.tenant},
                               {"ver", "2.0"}};
    if (!to.nonce.empty()) claims["nonce"] = to.nonce;
    if (!groups.empty()) claims["groups"] = boost::json::array(groups.begin(), groups.end());
    return signed_token(with, call.flaw, claims);
}

// As MSAL asks for it, to tell accounts apart.
std::string client_info(const granted& to)
{
    const boost::json::object ids{{"uid", to.who.object_id}, {"utid", to.tenant}};
    return base64url(boost::json::serialize(ids));
}

}  // namespace

found<http::response> answer_person(login_state& with, const login_call& call, const granted& to,
                                    const std::string& scope, token_subject::proof by)
{
    const auto wanted = read_person_scope(with, scope.empty() ? to.scope : scope);
    if (const auto* refused = std::get_if<refusal>(&wanted)) return *refused;
    const auto& access = std::get<wanted_access>(wanted);
    token_subject subject{to.client_id, to.who.object_id, to.tenant};
    subject.by = by;
    subject.who = &to.who;
    subject.scopes = access.names;
    const auto token = give_token(with, call, subject, access.resource, usual_life);
    auto body = token_body(with, token);
    body["scope"] = access.given;
    if (access.id_token) body["id_token"] = id_token(with, call, to, token);
    if (access.refresh_token) {
        const auto text = opaque_text(with, call, "refresh");
        with.grants.refresh_tokens.add(text, {to, call.now + refresh_life});
        body["refresh_token"] = text;
    }
    if (parameter(call, "client_info") == "1") body["client_info"] = client_info(to);
    return token_answer(body);
}

found<person> find_person(const login_settings& settings, const std::string& username)
{
    const auto& all = settings.people;
    const auto at = std::ranges::find_if(all, [&](const person& each) {
        return username.empty() || ascii::equals_without_case(each.username, username);
    });
    if (at == all.end() && !all.empty()) return refusal{50034, username};
    auto made = at != all.end() ? *at : person{username.empty() ? std::string(usual_username) : username};
    if (made.object_id.empty()) made.object_id = uuid_of(made.username);
    if (made.name.empty()) made.name = made.username.substr(0, made.username.find('@'));
    return made;
}

std::string opaque_text(const login_state& with, const login_call& call, std::string_view kind)
{
    random_numbers numbers(with.seed + kind.size(), call.number);
    return std::string(kind) + "-" + make_uuid(numbers);
}

}  // namespace parley::mock
