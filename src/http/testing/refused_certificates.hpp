// For tests: the certificates of 127.0.0.1 that must be refused, each with words of the sentence that says
// why.
#pragma once

#include "http/testing/certificates.hpp"

#include <cstdlib>
#include <vector>

namespace parley::http::testing {

struct refused_certificate {
    std::string what;
    certificate shown;
    std::string problem;  // in the message
    std::string remedy;   // too
};

// The system's store is large and read anew by each client: too slow for tests that make hundreds of them.
inline bool forget_the_systems_authorities()
{
    return ::setenv("SSL_CERT_FILE", "/dev/null", 1) == 0;
}

inline certificate certificate_of_this_machine(const certificate& authority)
{
    return make_certificate({.name = "server", .alternatives = "IP:127.0.0.1"}, &authority);
}

// For a client that trusts `authority` and no other.
inline std::vector<refused_certificate> refused_certificates(const certificate& authority)
{
    const auto stranger = make_certificate({.name = "Strange authority", .alternatives = ""});
    const auto expired = make_certificate({.name = "server",
                                           .alternatives = "IP:127.0.0.1",
                                           .valid_from_seconds = -7200,
                                           .valid_until_seconds = -3600},
                                          &authority);
    return {
        {"of an unknown authority", certificate_of_this_machine(stranger), "is not trusted",
         "name its certificates with SSL_CERT_FILE or --ca-file"},
        {"expired", expired, "is not valid now", "renew it, or check the clock of this machine"},
        {"for another host",
         make_certificate({.name = "server", .alternatives = "IP:127.0.0.2,DNS:other.example"}, &authority),
         "is for another name", "ask for the host by a name in its certificate"},
        {"signed by itself", make_certificate({.name = "self", .alternatives = "IP:127.0.0.1"}),
         "is signed by itself", "trust it with SSL_CERT_FILE or --ca-file"},
    };
}

}  // namespace parley::http::testing
