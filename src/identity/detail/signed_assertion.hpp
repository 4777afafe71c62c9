// The JWT with which an application's certificate proves to the token endpoint who asks. No I/O.
#pragma once

#include "identity/client_certificate.hpp"
#include "identity/detail/application_certificate.hpp"

namespace parley::identity {

// How the endpoint of a tenant wants it: Entra PS256 and SHA-256, ADFS RS256 and SHA-1.
enum class assertion_dialect { entra, adfs };

struct assertion_facts {
    std::string audience = {};  // the exact URL of the token endpoint
    std::string client_id = {};
    std::string id = {};  // unique
    wall_time now = {};
    certificate_chain chain = certificate_chain::left_out;
    assertion_dialect dialect = assertion_dialect::entra;
};

// Good for ten minutes.
result<secret> sign_assertion(const application_certificate& certificate, const assertion_facts& facts);

}  // namespace parley::identity
