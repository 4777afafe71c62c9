// An application that proves itself with a certificate: it signs a short-lived assertion for each request.
//
// RSA keys only. The file is read once, when the credential is made.
#pragma once

#include "identity/entra_options.hpp"

#include <memory>

namespace parley::identity {

// With the chain, trust follows the certificate's subject name and issuer, so that it may be replaced.
enum class certificate_chain { left_out, sent };

struct client_certificate_options {
    std::string tenant;
    std::string client_id;
    std::filesystem::path file;  // PEM or PFX, with the private key
    secret password = {};
    certificate_chain chain = certificate_chain::left_out;
    entra_options entra = {};
};

// `machine` outlives it. errc::invalid_input when an option, or the file, cannot be right; the file's errors.
result<std::unique_ptr<token_credential>> make_client_certificate_credential(
    const host& machine, client_certificate_options options);

}  // namespace parley::identity
