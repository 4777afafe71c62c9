#include "mock/identity/signing_keys.hpp"

#include "base/base64.hpp"

#include <boost/json/array.hpp>
#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>

namespace parley::mock {
namespace {

constexpr unsigned key_bits = 2048;       // as Entra's
constexpr std::size_t keys_kept_max = 8;  // a test that rotates for ever must not fill the key set

using context_ptr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number_of(EVP_PKEY* key, const char* name)
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(number, BN_free);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes;
}

}  // namespace

signing_key::signing_key(std::shared_ptr<EVP_PKEY> pair)
    : pair_(std::move(pair)), modulus_(number_of(pair_.get(), OSSL_PKEY_PARAM_RSA_N))
{
    std::string hash(SHA_DIGEST_LENGTH, '\0');  // as long as the ids that Entra's keys have
    SHA1(bytes_of(modulus_), modulus_.size(), reinterpret_cast<unsigned char*>(hash.data()));
    id_ = base64url(hash);
}

std::string signing_key::sign(std::string_view text) const
{
    const context_ptr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 0;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(pair_.get())), '\0');
    size = signature.size();
    const bool is_made =
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pair_.get()) == 1 &&
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       bytes_of(text), text.size()) == 1;
    if (!is_made) throw std::runtime_error("OpenSSL cannot sign");
    signature.resize(size);
    return signature;
}

boost::json::object signing_key::to_jwk() const
{
    return {{"kty", "RSA"},
            {"use", "sig"},
            {"alg", "RS256"},
            {"kid", id_},
            {"n", base64url(modulus_)},
            {"e", base64url(number_of(pair_.get(), OSSL_PKEY_PARAM_RSA_E))}};
}

signing_key make_signing_key()
{
    std::shared_ptr<EVP_PKEY> made(EVP_RSA_gen(key_bits), EVP_PKEY_free);
    if (!made) throw std::runtime_error("OpenSSL cannot make a key");
    return signing_key(std::move(made));
}

bool is_signed_by(EVP_PKEY* key, std::string_view algorithm, std::string_view text,
                  std::string_view signature)
{
    const bool is_pss = algorithm == "PS256";
    if ((!is_pss && algorithm != "RS256") || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) return false;
    const context_ptr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* parameters = nullptr;  // belongs to `context`
    if (EVP_DigestVerifyInit(context.get(), &parameters, EVP_sha256(), nullptr, key) != 1) return false;
    if (is_pss && (EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) != 1 ||
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                            text.size()) == 1;
}

const signing_key* signing_keys::find(std::string_view id) const
{
    const auto found = std::ranges::find(all_, id, &signing_key::id);
    return found == all_.end() ? nullptr : &*found;
}

void signing_keys::add(signing_key made)
{
    if (all_.size() == keys_kept_max) all_.erase(all_.begin());
    all_.push_back(std::move(made));
    has_current_ = true;
}

void signing_keys::rotate(before keys)
{
    if (keys == before::dropped) all_.clear();
    has_current_ = false;
}

boost::json::object signing_keys::to_key_set() const
{
    boost::json::array list;
    for (const auto& each : all_) list.push_back(each.to_jwk());
    return {{"keys", std::move(list)}};
}

}  // namespace parley::mock
