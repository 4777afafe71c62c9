// A certificate authority and a server certificate of its making, for one run: their keys are nowhere else.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace parley::mock {

struct tls_certificate {
    std::string authority_pem;  // what clients are to trust
    std::shared_ptr<boost::asio::ssl::context> context;
};

// For localhost, host.docker.internal, both loopback addresses and `host`, for a month.
tls_certificate make_tls_certificate(const std::string& host);

}  // namespace parley::mock
