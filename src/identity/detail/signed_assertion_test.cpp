#include "identity/detail/signed_assertion.hpp"

#include "base/base64.hpp"
#include "identity/testing/application_keys.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <openssl/rsa.h>

namespace parley::identity {
namespace {

using namespace testing;
namespace json = boost::json;

const x509_ptr& own()
{
    static const auto made = certificate_of(rsa_key());
    return made;
}

struct jwt {
    json::object header;
    json::object claims;
    std::string signed_text;
    std::string signature;
};

std::string from_base64url(std::string text)
{
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    const std::size_t padding = (4 - text.size() % 4) % 4;
    text.append(padding, '=');
    std::string bytes(text.size() / 4 * 3, '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                    reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    bytes.resize(bytes.size() - padding);
    return bytes;
}

jwt make(assertion_facts facts)
{
    facts.audience = "https://login.microsoftonline.com/mine/oauth2/v2.0/token";
    facts.id = "id-1";
    facts.now = wall_time(std::chrono::milliseconds(1'769'860'800'900));
    const auto certificate = application_certificate::read(pem(own()) + pkcs8(rsa_key()), {});
    const auto text = sign_assertion(certificate.value(), facts).value().reveal();
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    return {json::parse(from_base64url(text.substr(0, first))).as_object(),
            json::parse(from_base64url(text.substr(first + 1, second - first - 1))).as_object(),
            text.substr(0, second), from_base64url(text.substr(second + 1))};
}

std::string digest(const EVP_MD* kind)
{
    const auto bytes = der(own());
    std::string raw(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
    EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(raw.data()), nullptr, kind,
               nullptr);
    return base64url(raw);
}

bool is_signed(const jwt& token, int padding)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> checker(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* context = nullptr;
    EVP_DigestVerifyInit(checker.get(), &context, EVP_sha256(), nullptr, rsa_key().get());
    EVP_PKEY_CTX_set_rsa_padding(context, padding);
    return EVP_DigestVerify(checker.get(), reinterpret_cast<const unsigned char*>(token.signature.data()),
                            token.signature.size(),
                            reinterpret_cast<const unsigned char*>(token.signed_text.data()),
                            token.signed_text.size()) == 1;
}

TEST(SignedAssertion, NamesTheAlgorithmAndTheCertificate)
{
    const auto token = make({.client_id = "app-1"});
    const json::object expected = {{"alg", "PS256"}, {"typ", "JWT"}, {"x5t#S256", digest(EVP_sha256())}};
    EXPECT_EQ(token.header, expected);
}

TEST(SignedAssertion, ClaimsToBeTheApplicationForTenMinutes)
{
    const json::object expected = {{"aud", "https://login.microsoftonline.com/mine/oauth2/v2.0/token"},
                                   {"iss", "app-1"},
                                   {"sub", "app-1"},
                                   {"jti", "id-1"},
                                   {"nbf", 1'769'860'800},
                                   {"exp", 1'769'861'400}};
    EXPECT_EQ(make({.client_id = "app-1"}).claims, expected);
}

TEST(SignedAssertion, IsSignedWithTheKeyOfTheCertificate)
{
    EXPECT_TRUE(is_signed(make({.client_id = "app-1"}), RSA_PKCS1_PSS_PADDING));
}

TEST(SignedAssertion, CarriesTheChainWhenItIsWished)
{
    const auto token = make({.client_id = "app-1", .chain = certificate_chain::sent});
    EXPECT_EQ(token.header.at("x5c"), json::value(json::array{base64(der(own()))}));
}

TEST(SignedAssertion, StaysJsonWhateverTheClientIdHolds)
{
    const std::string odd = "app\"-\\1\n,\"sub\":\"x";
    const auto token = make({.client_id = odd});
    EXPECT_EQ(token.claims.at("iss").as_string(), odd);
    EXPECT_EQ(token.claims.at("sub").as_string(), odd);
}

TEST(SignedAssertion, SpeaksTheOlderDialectToAdfs)
{
    const auto token = make({.client_id = "app-1", .dialect = assertion_dialect::adfs});
    const json::object expected = {{"alg", "RS256"}, {"typ", "JWT"}, {"x5t", digest(EVP_sha1())}};
    EXPECT_EQ(token.header, expected);
    EXPECT_TRUE(is_signed(token, RSA_PKCS1_PADDING));
}

}  // namespace
}  // namespace parley::identity
