#include "http/tls.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace parley::http {
namespace {

namespace ssl = boost::asio::ssl;

// What we offer in ALPN, each name behind its length.
constexpr unsigned char protocols[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

bool is_address(const std::string& host)
{
    boost::system::error_code ec;
    boost::asio::ip::make_address(host, ec);
    return !ec;
}

// What is wrong with a certificate, and what would help.
std::string complaint_about(long verdict, const std::string& reason)
{
    switch (verdict) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return " is for another name" + reason + "ask for the host by a name in its certificate";
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return " is not valid now" + reason + "renew it, or check the clock of this machine";
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return " is signed by itself" + reason +
                   "use one that an authority has signed, or trust it with SSL_CERT_FILE or --ca-file";
        default:
            return " is not trusted" + reason +
                   "if your network has an authority of its own, name its certificates with SSL_CERT_FILE or "
                   "--ca-file";
    }
}

}  // namespace

result<std::unique_ptr<ssl::context>> make_tls_context(const tls_settings& settings)
{
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    SSL_CTX* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_protos(native, protocols, sizeof protocols);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);

    boost::system::error_code ec;
    context->set_default_verify_paths(ec);
    if (ec)
        return error{errc::storage,
                     "cannot read the system's certificates (package ca-certificates): " + ec.message()};
    if (!settings.extra_ca_pem.empty())
        context->add_certificate_authority(boost::asio::buffer(settings.extra_ca_pem), ec);
    if (ec) return error{errc::invalid_input, "the extra CA certificates are not PEM text: " + ec.message()};
    return context;
}

result<void> expect_server(SSL* connection, const origin& server)
{
    X509_VERIFY_PARAM* expected = SSL_get0_param(connection);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const bool set =
        is_address(server.host)
            ? X509_VERIFY_PARAM_set1_ip_asc(expected, server.host.c_str()) == 1
            : X509_VERIFY_PARAM_set1_host(expected, server.host.data(), server.host.size()) == 1 &&
                  SSL_set_tlsext_host_name(connection, server.host.c_str()) == 1;
    if (!set) return error{errc::invalid_input, "TLS cannot ask for the host " + server.host};
    return {};
}

error handshake_failure(SSL* connection, const origin& server, const boost::system::error_code& ec)
{
    const std::string peer = authority_of(server);
    const long verdict = SSL_get_verify_result(connection);
    if (verdict == X509_V_OK) return {errc::unreachable, "TLS with " + peer + " failed: " + ec.message()};
    const std::string reason = std::string(" (") + X509_verify_cert_error_string(verdict) + "); ";
    return {errc::upstream_rejected, "the certificate of " + peer + complaint_about(verdict, reason)};
}

}  // namespace parley::http
