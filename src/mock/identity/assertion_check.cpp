#include "mock/identity/assertion_check.hpp"

#include "base/ascii.hpp"
#include "mock/identity/jwt.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::int64_t skew_seconds = 300;  // that Entra forgives

std::shared_ptr<EVP_PKEY> public_key_of(const std::string& pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> read(
        PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), X509_free);
    if (!read) return nullptr;
    return {X509_get_pubkey(read.get()), EVP_PKEY_free};
}

bool is_signed_by_one_of(const jwt& assertion, const std::vector<std::string>& certificates)
{
    return std::ranges::any_of(certificates, [&](const auto& pem) {
        const auto key = public_key_of(pem);
        return key && is_signed_by(key.get(), text_claim(assertion.header, "alg"), assertion.signed_text,
                                   assertion.signature);
    });
}

// The token endpoint of the same tenant in its other forms is as good; the scheme and a query are not looked
// at, as a proxy in between changes them.
bool is_meant_for(std::string_view audience, std::string_view endpoint)
{
    const auto tenant_of = [](std::string_view url) {
        if (const auto scheme = url.find("://"); scheme != std::string_view::npos)
            url.remove_prefix(scheme + 3);
        const auto slash = url.find('/');
        const auto end = slash == std::string_view::npos ? slash : url.find('/', slash + 1);
        return ascii::lower_case(url.substr(0, end));
    };
    return !audience.empty() && tenant_of(audience) == tenant_of(endpoint);
}

bool is_in_time(const jwt& assertion, std::int64_t now)
{
    const auto ends = time_claim(assertion.claims, "exp");
    const auto begins = time_claim(assertion.claims, "nbf");
    return (!ends || *ends > now - skew_seconds) && (!begins || *begins < now + skew_seconds);
}

std::optional<assertion_refusal> refuse_federated(const application& whose, const jwt& assertion)
{
    const auto issuer = text_claim(assertion.claims, "iss");
    const auto subject = text_claim(assertion.claims, "sub");
    const auto audience = text_claim(assertion.claims, "aud");
    bool has_issuer = false;
    bool has_subject = false;
    for (const auto& each : whose.federations) {
        has_issuer = has_issuer || each.issuer == issuer;
        has_subject = has_subject || (each.issuer == issuer && each.subject == subject);
        if (each.issuer == issuer && each.subject == subject && each.audience == audience)
            return std::nullopt;
    }
    if (whose.federations.empty()) return assertion_refusal{70021};
    if (!has_issuer) return assertion_refusal{700211, std::string(issuer)};
    if (!has_subject) return assertion_refusal{700213, std::string(subject)};
    return assertion_refusal{700212, std::string(audience)};
}

}  // namespace

std::optional<assertion_refusal> refuse_assertion(const application& whose, std::string_view assertion,
                                                  std::string_view endpoint, login_time now)
{
    const auto read = read_jwt(assertion);
    if (!read) return assertion_refusal{50027};
    if (!is_in_time(*read, now.time_since_epoch().count())) return assertion_refusal{700024};
    const auto issuer = text_claim(read->claims, "iss");
    const auto subject = text_claim(read->claims, "sub");
    const bool is_own = issuer == whose.client_id || subject == whose.client_id;
    if (!is_own) {
        if (whose.takes_any_proof()) return std::nullopt;
        return refuse_federated(whose, *read);
    }
    if (issuer != subject) return assertion_refusal{700021};
    if (!is_meant_for(text_claim(read->claims, "aud"), endpoint))
        return assertion_refusal{700023, std::string(text_claim(read->claims, "aud"))};
    const bool is_signed = whose.takes_any_proof() || is_signed_by_one_of(*read, whose.certificates);
    if (!is_signed) return assertion_refusal{700027};
    return std::nullopt;
}

}  // namespace parley::mock
