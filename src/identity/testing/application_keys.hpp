// For tests: keys and certificates of applications, made on the spot, in the forms that files have.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace parley::identity::testing {

using key_ptr = std::shared_ptr<EVP_PKEY>;
using x509_ptr = std::shared_ptr<X509>;

// Two keys for all tests of a program: each takes a while to make.
inline const key_ptr& rsa_key()
{
    static const key_ptr made(EVP_RSA_gen(2048), EVP_PKEY_free);
    return made;
}

inline const key_ptr& other_rsa_key()
{
    static const key_ptr made(EVP_RSA_gen(2048), EVP_PKEY_free);
    return made;
}

// Signed by itself.
inline x509_ptr certificate_of(const key_ptr& key)
{
    const x509_ptr made(X509_new(), X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("app"), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    X509_set_pubkey(made.get(), key.get());
    X509_sign(made.get(), key.get(), EVP_sha256());
    return made;
}

template <class Write>
std::string written(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    write(out.get());
    char* text = nullptr;
    const long bytes = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(bytes)};
}

inline std::string pem(const x509_ptr& certificate)
{
    return written([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
}

inline std::string der(const x509_ptr& certificate)
{
    return written([&](BIO* out) { i2d_X509_bio(out, certificate.get()); });
}

inline std::string pkcs8(const key_ptr& key)
{
    return written([&](BIO* out) {
        PEM_write_bio_PKCS8PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

inline std::string pkcs1(const key_ptr& key)
{
    return written([&](BIO* out) {
        PEM_write_bio_PrivateKey_traditional(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

inline std::string encrypted_pkcs8(const key_ptr& key, const std::string& password)
{
    return written([&](BIO* out) {
        PEM_write_bio_PKCS8PrivateKey(out, key.get(), EVP_aes_256_cbc(), password.data(),
                                      static_cast<int>(password.size()), nullptr, nullptr);
    });
}

inline std::string encrypted_pkcs1(const key_ptr& key, const std::string& password)
{
    return written([&](BIO* out) {
        PEM_write_bio_PrivateKey_traditional(out, key.get(), EVP_aes_128_cbc(),
                                             reinterpret_cast<const unsigned char*>(password.data()),
                                             static_cast<int>(password.size()), nullptr, nullptr);
    });
}

// A null part is left out; `other`, when there is one, is a further certificate.
inline std::string pfx(EVP_PKEY* key, X509* certificate, const std::string& password, X509* other = nullptr)
{
    const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
        sk_X509_new_null(), [](STACK_OF(X509) * list) { sk_X509_free(list); });
    if (other != nullptr) sk_X509_push(others.get(), other);
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> made(
        PKCS12_create(password.c_str(), "app", key, certificate, others.get(), 0, 0, 0, 0, 0), PKCS12_free);
    return written([&](BIO* out) { i2d_PKCS12_bio(out, made.get()); });
}

}  // namespace parley::identity::testing
