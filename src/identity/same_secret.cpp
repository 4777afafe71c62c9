#include "identity/same_secret.hpp"

#include <openssl/crypto.h>

namespace parley::identity {

bool is_same(const secret& expected, std::string_view given)
{
    const auto& value = expected.reveal();
    return !value.empty() && given.size() == value.size() &&
           CRYPTO_memcmp(given.data(), value.data(), value.size()) == 0;
}

}  // namespace parley::identity
