// TLS towards upstreams: whom we trust, and how a failed handshake is told.
//
// At least TLS 1.2, certificates checked against the system's store (OpenSSL honours SSL_CERT_FILE and
// SSL_CERT_DIR) and against the name or address that was asked for. Sessions are not resumed: connections
// are kept open instead.
#pragma once

#include "http/url.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace parley::http {

struct tls_settings {
    std::string extra_ca_pem =
        {};  // certificates to trust besides the system's, for networks with their own CA
};

// Reads the system's store: some milliseconds and about a megabyte, so made once and when first needed.
result<std::unique_ptr<boost::asio::ssl::context>> make_tls_context(const tls_settings& settings);

// Before the handshake on `connection` (an SSL*): the server name we send and the one we insist on.
result<void> expect_server(SSL* connection, const origin& server);

// After a failed handshake. A certificate that we refuse is errc::upstream_rejected: trying again is no use.
error handshake_failure(SSL* connection, const origin& server, const boost::system::error_code& ec);

}  // namespace parley::http
