#include "identity/detail/application_certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace parley::identity {
namespace {

using x509_ptr = std::shared_ptr<X509>;
using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using pfx_ptr = std::unique_ptr<PKCS12, decltype(&PKCS12_free)>;

// What a file holds, before it is known whether that fits together.
struct parts {
    std::shared_ptr<EVP_PKEY> key = {};
    std::vector<x509_ptr> certificates = {};
};

error bad(const std::string& why)
{
    ERR_clear_error();  // its texts are for programmers, and would be found by the next TLS call
    return {errc::invalid_input, "the client certificate " + why};
}

bio_ptr reader_of(std::string_view bytes)
{
    return {BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), BIO_free};
}

int give_password(char* buffer, int bytes_max, int, void* password)
{
    const auto& text = static_cast<const secret*>(password)->reveal();
    if (text.size() > static_cast<std::size_t>(bytes_max)) return -1;
    std::memcpy(buffer, text.data(), text.size());
    return static_cast<int>(text.size());
}

result<parts> read_pem(std::string_view bytes, const secret& password)
{
    parts found;
    const auto keys = reader_of(bytes);
    found.key = {PEM_read_bio_PrivateKey(keys.get(), nullptr, give_password, const_cast<secret*>(&password)),
                 EVP_PKEY_free};
    const auto certificates = reader_of(bytes);
    while (X509* next = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr))
        found.certificates.emplace_back(next, X509_free);
    ERR_clear_error();
    if (found.key) return found;
    if (bytes.find("PRIVATE KEY-----") == std::string_view::npos) return bad("file holds no private key");
    return bad("file's private key cannot be read: is AZURE_CLIENT_CERTIFICATE_PASSWORD right?");
}

bool is_password_of(PKCS12* pfx, const secret& password)
{
    return PKCS12_verify_mac(pfx, password.reveal().c_str(), -1) == 1;
}

pfx_ptr pfx_in(std::string_view bytes, OSSL_LIB_CTX* ciphers)
{
    const auto from = reader_of(bytes);
    PKCS12* made = PKCS12_init_ex(NID_pkcs7_data, ciphers, nullptr);
    if (made != nullptr && d2i_PKCS12_bio(from.get(), &made) == nullptr) {
        PKCS12_free(made);
        made = nullptr;
    }
    return {made, PKCS12_free};
}

// Nothing when the password or a cipher is not the right one.
std::optional<parts> open_pfx(PKCS12* pfx, const secret& password)
{
    EVP_PKEY* key = nullptr;
    X509* own = nullptr;
    STACK_OF(X509)* others = nullptr;
    if (PKCS12_parse(pfx, password.reveal().c_str(), &key, &own, &others) != 1) return std::nullopt;
    parts found;
    found.key = {key, EVP_PKEY_free};
    if (own != nullptr) found.certificates.emplace_back(own, X509_free);
    while (X509* next = sk_X509_shift(others)) found.certificates.emplace_back(next, X509_free);
    sk_X509_free(others);
    return found;
}

// Older programs encrypt with RC2, which OpenSSL keeps in a provider apart: it is loaded for this file only,
// and what was in the file is handed over as PEM, because parts would keep that provider.
std::optional<parts> open_pfx_of_old(std::string_view bytes, const secret& password)
{
    using provider_ptr = std::unique_ptr<OSSL_PROVIDER, decltype(&OSSL_PROVIDER_unload)>;
    const std::unique_ptr<OSSL_LIB_CTX, decltype(&OSSL_LIB_CTX_free)> ciphers(OSSL_LIB_CTX_new(),
                                                                              OSSL_LIB_CTX_free);
    const provider_ptr usual(OSSL_PROVIDER_load(ciphers.get(), "default"), OSSL_PROVIDER_unload);
    const provider_ptr old(OSSL_PROVIDER_load(ciphers.get(), "legacy"), OSSL_PROVIDER_unload);
    if (!usual || !old) return std::nullopt;
    const auto pfx = pfx_in(bytes, ciphers.get());
    const auto found = pfx ? open_pfx(pfx.get(), password) : std::nullopt;
    if (!found) return std::nullopt;

    const bio_ptr pem(BIO_new(BIO_s_secmem()), BIO_free);
    if (found->key)
        PEM_write_bio_PKCS8PrivateKey(pem.get(), found->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    for (const auto& each : found->certificates) PEM_write_bio_X509(pem.get(), each.get());
    char* text = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(pem.get(), &text));
    auto taken_over = read_pem({text, size}, {});
    return taken_over ? std::optional(std::move(*taken_over)) : parts{};
}

result<parts> read_pfx(std::string_view bytes, const secret& password)
{
    const auto pfx = pfx_in(bytes, nullptr);
    if (!pfx) return bad("file is neither PEM nor PFX");
    auto found = open_pfx(pfx.get(), password);
    if (!found && !is_password_of(pfx.get(), password))
        return bad("file cannot be opened: is AZURE_CLIENT_CERTIFICATE_PASSWORD right?");
    if (!found) found = open_pfx_of_old(bytes, password);
    if (!found)
        return bad(
            "file uses a cipher that is out of use and not installed: write it anew with `openssl pkcs12 "
            "-legacy -noenc -in OLD | openssl pkcs12 -export -out NEW`, or install OpenSSL's legacy "
            "provider");
    if (!found->key) return bad("file holds no private key");
    return std::move(*found);
}

std::string der_of(X509* certificate)
{
    std::string der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))), '\0');
    auto* end = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &end);
    return der;
}

// The one that belongs to the key comes first.
result<std::vector<std::string>> chain_of(const parts& found)
{
    if (EVP_PKEY_get_base_id(found.key.get()) != EVP_PKEY_RSA)
        return bad("has a key that is not RSA, which Entra does not take");
    if (found.certificates.empty()) return bad("file holds a private key, but no certificate");
    const auto is_own = [&](const x509_ptr& each) {
        return X509_check_private_key(each.get(), found.key.get()) == 1;
    };
    const auto own = std::ranges::find_if(found.certificates, is_own);
    if (own == found.certificates.end()) return bad("file's private key belongs to none of its certificates");

    std::vector<std::string> chain = {der_of(own->get())};
    for (const auto& each : found.certificates)
        if (each != *own) chain.push_back(der_of(each.get()));
    ERR_clear_error();
    return chain;
}

std::string digest_of(std::string_view bytes, const EVP_MD* kind)
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, kind,
               nullptr);
    digest.resize(size);
    return digest;
}

bool choose_padding(EVP_PKEY_CTX* context, jwt_signature kind)
{
    if (kind == jwt_signature::rs256) return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

result<application_certificate> application_certificate::read(std::string_view bytes, const secret& password)
{
    const bool is_pem = bytes.find("-----BEGIN ") != std::string_view::npos;
    if (bytes.empty()) return bad("file is empty");
    const auto found = is_pem ? read_pem(bytes, password) : read_pfx(bytes, password);
    if (!found) return found.error();
    auto chain = chain_of(*found);
    if (!chain) return chain.error();
    return application_certificate(found->key, std::move(*chain));
}

result<std::string> application_certificate::sign(std::string_view text, jwt_signature kind) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> signer(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* begin = reinterpret_cast<const unsigned char*>(text.data());
    EVP_PKEY_CTX* context = nullptr;  // the signer's own
    std::string signature;
    std::size_t size = 0;
    bool signed_well = EVP_DigestSignInit(signer.get(), &context, EVP_sha256(), nullptr, key_.get()) == 1 &&
                       choose_padding(context, kind) &&
                       EVP_DigestSign(signer.get(), nullptr, &size, begin, text.size()) == 1;
    if (signed_well) {
        signature.resize(size);
        auto* to = reinterpret_cast<unsigned char*>(signature.data());
        signed_well = EVP_DigestSign(signer.get(), to, &size, begin, text.size()) == 1;
    }
    ERR_clear_error();
    if (!signed_well)
        return error{errc::authentication_failed,
                     "the client certificate's key cannot sign: is it too short?"};
    signature.resize(size);
    return signature;
}

std::string application_certificate::sha256() const
{
    return digest_of(chain_.front(), EVP_sha256());
}

std::string application_certificate::sha1() const
{
    return digest_of(chain_.front(), EVP_sha1());
}

}  // namespace parley::identity
