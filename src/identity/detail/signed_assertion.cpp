#include "identity/detail/signed_assertion.hpp"

#include "base/base64.hpp"

#include <boost/json.hpp>

namespace parley::identity {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes lifetime{10};  // Entra takes up to a day; it is used at once

json::object header_of(const application_certificate& certificate, const assertion_facts& facts)
{
    json::object header;
    const bool adfs = facts.dialect == assertion_dialect::adfs;
    header["alg"] = adfs ? "RS256" : "PS256";
    header["typ"] = "JWT";
    if (adfs)
        header["x5t"] = base64url(certificate.sha1());
    else
        header["x5t#S256"] = base64url(certificate.sha256());
    if (facts.chain == certificate_chain::left_out) return header;
    json::array chain;
    for (const auto& der : certificate.chain()) chain.emplace_back(base64(der));
    header["x5c"] = std::move(chain);
    return header;
}

json::object claims_of(const assertion_facts& facts)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(facts.now).time_since_epoch();
    json::object claims;
    claims["aud"] = facts.audience;
    claims["iss"] = facts.client_id;
    claims["sub"] = facts.client_id;
    claims["jti"] = facts.id;
    claims["nbf"] = now.count();
    claims["exp"] = (now + lifetime).count();
    return claims;
}

}  // namespace

result<secret> sign_assertion(const application_certificate& certificate, const assertion_facts& facts)
{
    const auto text = base64url(json::serialize(header_of(certificate, facts))) + "." +
                      base64url(json::serialize(claims_of(facts)));
    const bool adfs = facts.dialect == assertion_dialect::adfs;
    const auto signature = certificate.sign(text, adfs ? jwt_signature::rs256 : jwt_signature::ps256);
    if (!signature) return signature.error();
    return secret(text + "." + base64url(*signature));
}

}  // namespace parley::identity
