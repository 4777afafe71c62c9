#include "base/sha256.hpp"

#include "base/ascii.hpp"

#include <array>
#include <new>

namespace parley {

sha256::sha256() : context_(EVP_MD_CTX_new())
{
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
}

void sha256::add(std::string_view bytes)
{
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

std::string sha256::finish()
{
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    std::string hex;
    for (const unsigned char byte : digest) ascii::append_hex(hex, byte);
    return hex;
}

std::string sha256_of(std::string_view bytes)
{
    sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

}  // namespace parley
