#include "mock/key_hash.hpp"

#include "base/ascii.hpp"

#include <openssl/sha.h>

namespace parley::mock {

std::string key_hash(std::string_view key)
{
    constexpr std::size_t bytes_kept = 6;
    if (key.empty()) return {};
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest);
    std::string hex;
    for (std::size_t i = 0; i < bytes_kept; ++i) ascii::append_hex(hex, digest[i]);
    return hex;
}

}  // namespace parley::mock
