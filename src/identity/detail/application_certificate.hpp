// An application's certificate with its private key, out of a PEM or PFX file; and signatures with it. No
// I/O.
//
// RSA only. The key never leaves it and is in no message.
#pragma once

#include "base/error.hpp"
#include "base/secret.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::identity {

// The two kinds of RSA signature with SHA-256 that a JWT may have (RFC 7518 §3.3, §3.5).
enum class jwt_signature { ps256, rs256 };

class application_certificate {
public:
    // PEM with key and certificates in any order and text around them, PKCS#1 or PKCS#8, encrypted or not; or
    // PFX. Of several certificates the one that belongs to the key. errc::invalid_input says what is wrong.
    static result<application_certificate> read(std::string_view bytes, const secret& password);

    // The raw signature; errc::authentication_failed when the key refuses.
    result<std::string> sign(std::string_view text, jwt_signature kind) const;

    std::string sha256() const;  // of the certificate's DER, raw
    std::string sha1() const;

    // Each certificate's DER, the application's own first.
    const std::vector<std::string>& chain() const { return chain_; }

private:
    application_certificate(std::shared_ptr<EVP_PKEY> key, std::vector<std::string> chain)
        : key_(std::move(key)), chain_(std::move(chain))
    {
    }

    std::shared_ptr<EVP_PKEY> key_;
    std::vector<std::string> chain_;
};

}  // namespace parley::identity
