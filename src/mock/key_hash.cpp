#include "mock/key_hash.hpp"

#include "base/ascii.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <memory>
#include <stdexcept>

namespace parley::mock {
namespace {

// Looked for once: to find it by its name takes longer than to hash a key.
const EVP_MD* sha256()
{
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> found(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    if (!found) throw std::runtime_error("this OpenSSL has no SHA-256");
    return found.get();
}

}  // namespace

std::string key_hash(std::string_view key)
{
    constexpr std::size_t bytes_kept = 6;
    if (key.empty()) return {};
    unsigned char digest[SHA256_DIGEST_LENGTH] = {};
    if (EVP_Digest(key.data(), key.size(), digest, nullptr, sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot make a SHA-256");
    std::string hex;
    for (std::size_t i = 0; i < bytes_kept; ++i) ascii::append_hex(hex, digest[i]);
    return hex;
}

}  // namespace parley::mock
