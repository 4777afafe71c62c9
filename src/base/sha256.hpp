// SHA-256 of bytes that come in pieces, in hex.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace parley {

class sha256 {
public:
    sha256();
    void add(std::string_view bytes);
    std::string finish();  // 64 hex digits; call once

private:
    struct release {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, release> context_;
};

std::string sha256_of(std::string_view bytes);

}  // namespace parley
