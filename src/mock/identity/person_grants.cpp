#include "mock/identity/person_grants.hpp"

#include "base/base64.hpp"
#include "mock/identity/jwt.hpp"
#include "mock/identity/person_token.hpp"

#include <boost/json/array.hpp>
#include <openssl/sha.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

using proof = token_subject::proof;

// What stands in `name`, which must be there.
found<std::string> needed(const login_call& call, std::string_view name)
{
    auto text = parameter(call, name);
    if (text.empty()) return refusal{900144, std::string(name)};
    return text;
}

std::string challenge_of(const std::string& verifier, const std::string& method)
{
    if (method != "S256") return verifier;
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    return base64url(digest);
}

std::optional<refusal> refuse_code(const login_call& call, const application& whose, const login_code& code)
{
    if (code.to.client_id != whose.client_id) return refusal{70000};
    if (code.is == login_code::state::redeemed) return refusal{54005};
    if (call.now >= code.ends) return refusal{70008};
    if (parameter(call, "redirect_uri") != code.redirect_uri) return refusal{500112, code.redirect_uri};
    const auto verifier = parameter(call, "code_verifier");
    if (code.challenge.empty() && verifier.empty()) return std::nullopt;
    if (verifier.empty()) return refusal{50148};
    if (challenge_of(verifier, code.challenge_method) != code.challenge) return refusal{501481};
    return std::nullopt;
}

// A client that asks too soon is to wait longer from then on (RFC 8628 §3.5). A second is forgiven, as times
// are whole seconds.
bool asks_too_soon(const login_call& call, device_login& device)
{
    const auto before = std::exchange(device.polled, call.now);
    if (!before || call.now - *before + 1s >= device.interval) return false;
    device.interval += 5s;
    return true;
}

std::optional<refusal> refuse_device(const login_call& call, const application& whose, device_login& device)
{
    if (device.to.client_id != whose.client_id) return refusal{70000};
    if (call.now >= device.ends) return refusal{70020};
    if (device.decision == device_decision::approve) return std::nullopt;
    if (device.decision == device_decision::decline) return refusal{70018, {}, "authorization_declined"};
    if (asks_too_soon(call, device)) return refusal{70016, {}, "slow_down"};
    return refusal{70016};
}

bool is_in_time(const jwt& token, login_time now)
{
    const auto ends = time_claim(token.claims, "exp");
    const auto begins = time_claim(token.claims, "nbf");
    const auto seconds = now.time_since_epoch().count();
    return ends && seconds < *ends && (!begins || *begins <= seconds);
}

std::optional<refusal> refuse_assertion_of_person(const login_state& with, const grant_request& request,
                                                  const jwt& token)
{
    const auto* key = with.keys.find(text_claim(token.header, "kid"));
    const bool is_ours = key != nullptr && is_signed_by(key->get(), text_claim(token.header, "alg"),
                                                        token.signed_text, token.signature);
    if (!is_ours) return refusal{50013};
    if (!is_in_time(token, request.call.now)) return refusal{500133};
    const std::string audience(text_claim(token.claims, "aud"));
    const auto& client_id = request.whose.client_id;
    if (audience != client_id && audience != "api://" + client_id) return refusal{500131, audience};
    if (text_claim(token.claims, "upn").empty()) return refusal{7000114, client_id};
    return std::nullopt;
}

person person_in(const jwt& token)
{
    person made{std::string(text_claim(token.claims, "upn")), std::string(text_claim(token.claims, "oid")),
                std::string(text_claim(token.claims, "name"))};
    if (const auto* groups = token.claims.if_contains("groups"); groups != nullptr && groups->is_array())
        for (const auto& each : groups->get_array())
            if (each.is_string()) made.groups.emplace_back(each.get_string());
    return made;
}

}  // namespace

found<http::response> redeem_code(login_state& with, const grant_request& request)
{
    const auto text = needed(request.call, "code");
    if (const auto* refused = std::get_if<refusal>(&text)) return *refused;
    const auto proven = find_proof(request.call, request.whose, proof_need::if_registered);
    if (const auto* refused = std::get_if<refusal>(&proven)) return *refused;
    auto* const code = with.grants.codes.find(std::get<std::string>(text));
    if (code == nullptr) return refusal{70000};
    if (auto refused = refuse_code(request.call, request.whose, *code)) return *refused;
    code->is = login_code::state::redeemed;
    return answer_person(with, request.call, code->to, parameter(request.call, "scope"),
                         std::get<proof>(proven));
}

found<http::response> redeem_refresh_token(login_state& with, const grant_request& request)
{
    const auto text = needed(request.call, "refresh_token");
    if (const auto* refused = std::get_if<refusal>(&text)) return *refused;
    const auto proven = find_proof(request.call, request.whose, proof_need::if_registered);
    if (const auto* refused = std::get_if<refusal>(&proven)) return *refused;
    const auto* const kept = with.grants.refresh_tokens.find(std::get<std::string>(text));
    if (kept == nullptr || kept->to.client_id != request.whose.client_id) return refusal{70000};
    if (request.call.now >= kept->ends) return refusal{700082};
    auto to = kept->to;
    to.nonce.clear();  // that was of the first login
    return answer_person(with, request.call, to, parameter(request.call, "scope"), std::get<proof>(proven));
}

found<http::response> redeem_device_code(login_state& with, const grant_request& request)
{
    auto text = parameter(request.call, "device_code");
    if (text.empty()) text = parameter(request.call, "code");  // as older clients call it
    if (text.empty()) return refusal{900144, "device_code"};
    const auto proven = find_proof(request.call, request.whose, proof_need::if_registered);
    if (const auto* refused = std::get_if<refusal>(&proven)) return *refused;
    auto* const device = with.grants.devices.find(text);
    if (device == nullptr) return refusal{70018};
    if (auto refused = refuse_device(request.call, request.whose, *device)) return *refused;
    const auto to = device->to;
    with.grants.devices.remove(text);
    return answer_person(with, request.call, to, parameter(request.call, "scope"), std::get<proof>(proven));
}

found<http::response> give_on_behalf(login_state& with, const grant_request& request)
{
    if (parameter(request.call, "requested_token_use") != "on_behalf_of")
        return refusal{900144, "requested_token_use"};
    const auto text = needed(request.call, "assertion");
    if (const auto* refused = std::get_if<refusal>(&text)) return *refused;
    const auto proven = find_proof(request.call, request.whose, proof_need::always);
    if (const auto* refused = std::get_if<refusal>(&proven)) return *refused;
    const auto token = read_jwt(std::get<std::string>(text));
    if (!token) return refusal{50027};
    if (auto refused = refuse_assertion_of_person(with, request, *token)) return *refused;
    const granted to{person_in(*token), std::string(text_claim(token->claims, "tid")),
                     request.whose.client_id, parameter(request.call, "scope")};
    return answer_person(with, request.call, to, {}, std::get<proof>(proven));
}

}  // namespace parley::mock
