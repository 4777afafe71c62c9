#include "mock/identity/tls_certificate.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <stdexcept>

namespace parley::mock {
namespace {

constexpr long before_seconds = 24 * 3600;  // clocks differ
constexpr long life_seconds = 30L * 24 * 3600;

struct certificate {
    std::shared_ptr<EVP_PKEY> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    std::shared_ptr<X509> shown{X509_new(), X509_free};
};

void name_it(X509_NAME* name, const char* text)
{
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(text), -1, -1,
                               0);
}

certificate begin_certificate(const char* name)
{
    certificate made;
    auto* x509 = made.shown.get();
    X509_set_version(x509, X509_VERSION_3);
    std::array<unsigned char, 8> serial{};  // another one at each start: browsers remember them
    RAND_bytes(serial.data(), static_cast<int>(serial.size()));
    serial.front() &= 0x7FU;
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
        BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr), BN_free);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509));
    X509_gmtime_adj(X509_getm_notBefore(x509), -before_seconds);
    X509_gmtime_adj(X509_getm_notAfter(x509), life_seconds);
    X509_set_pubkey(x509, made.key.get());
    name_it(X509_get_subject_name(x509), name);
    return made;
}

void extend(const certificate& to, const certificate& by, int kind, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, by.shown.get(), to.shown.get(), nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
    if (!made || X509_add_ext(to.shown.get(), made.get(), -1) != 1)
        throw std::runtime_error("OpenSSL refuses the certificate extension " + value);
}

void sign(const certificate& what, const certificate& by)
{
    if (X509_sign(what.shown.get(), by.key.get(), EVP_sha256()) == 0)
        throw std::runtime_error("OpenSSL cannot sign a certificate");
}

std::string names_with(const std::string& host)
{
    std::string names = "DNS:localhost,DNS:host.docker.internal,IP:127.0.0.1,IP:::1";
    boost::system::error_code failed;
    const auto bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    const auto address = boost::asio::ip::make_address(bare, failed);
    if (failed && bare != "localhost") return names + ",DNS:" + bare;
    if (!failed && !address.is_loopback()) return names + ",IP:" + bare;
    return names;
}

std::string pem_of(X509* from)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(out.get(), from);
    char* text = nullptr;
    const long bytes = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(bytes)};
}

}  // namespace

tls_certificate make_tls_certificate(const std::string& host)
{
    const auto authority = begin_certificate("Authority of a mock");
    X509_set_issuer_name(authority.shown.get(), X509_get_subject_name(authority.shown.get()));
    extend(authority, authority, NID_basic_constraints, "critical,CA:TRUE");
    extend(authority, authority, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(authority, authority, NID_subject_key_identifier, "hash");
    sign(authority, authority);

    const auto server = begin_certificate("parley mock");
    X509_set_issuer_name(server.shown.get(), X509_get_subject_name(authority.shown.get()));
    extend(server, authority, NID_basic_constraints, "critical,CA:FALSE");
    extend(server, authority, NID_key_usage, "critical,digitalSignature");
    extend(server, authority, NID_ext_key_usage, "serverAuth");
    extend(server, authority, NID_subject_alt_name, names_with(host));
    extend(server, authority, NID_authority_key_identifier, "keyid:always");
    sign(server, authority);

    auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    SSL_CTX_use_certificate(context->native_handle(), server.shown.get());
    SSL_CTX_use_PrivateKey(context->native_handle(), server.key.get());
    return {pem_of(authority.shown.get()), std::move(context)};
}

}  // namespace parley::mock
