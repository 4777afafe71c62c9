// For tests: certificate authorities and server certificates, made on the spot and never stored.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace parley::http::testing {

struct certificate {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> signed_part;

    std::string pem() const
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_X509(out.get(), signed_part.get());
        char* text = nullptr;
        const long bytes = BIO_get_mem_data(out.get(), &text);
        return {text, static_cast<std::size_t>(bytes)};
    }
};

struct certificate_wishes {
    std::string name;                 // of the subject
    std::string alternatives;         // "DNS:model.example,IP:127.0.0.1"; empty: it is an authority
    long valid_from_seconds = -3600;  // relative to now
    long valid_until_seconds = 3600;
};

inline void add_extension(X509* to, int kind, const std::string& value)
{
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()), X509_EXTENSION_free);
    X509_add_ext(to, made.get(), -1);
}

// Signed by `authority`, or by itself when there is none.
inline certificate make_certificate(const certificate_wishes& wishes, const certificate* authority = nullptr)
{
    certificate made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
    X509* x509 = made.signed_part.get();
    static long serial = 1;
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), serial++);
    X509_gmtime_adj(X509_getm_notBefore(x509), wishes.valid_from_seconds);
    X509_gmtime_adj(X509_getm_notAfter(x509), wishes.valid_until_seconds);
    X509_set_pubkey(x509, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(wishes.name.c_str()), -1, -1, 0);
    const certificate& issuer = authority != nullptr ? *authority : made;
    X509_set_issuer_name(x509, X509_get_subject_name(issuer.signed_part.get()));
    if (wishes.alternatives.empty())
        add_extension(x509, NID_basic_constraints, "critical,CA:TRUE");
    else
        add_extension(x509, NID_subject_alt_name, wishes.alternatives);
    X509_sign(x509, issuer.key.get(), EVP_sha256());
    return made;
}

inline std::unique_ptr<boost::asio::ssl::context> make_server_context(const certificate& shown)
{
    auto context = std::make_unique<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    SSL_CTX_use_certificate(context->native_handle(), shown.signed_part.get());
    SSL_CTX_use_PrivateKey(context->native_handle(), shown.key.get());
    return context;
}

}  // namespace parley::http::testing
