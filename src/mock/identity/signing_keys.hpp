// The RSA keys that tokens of the mock are signed with, and signatures of others' (RFC 7515, 7517, 7518).
//
// Keys are made anew at each start and never written anywhere, so no mock takes the tokens of another.
// Belongs to one loop, but for `make_signing_key`.
#pragma once

#include <boost/json/object.hpp>
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::mock {

class signing_key {
public:
    explicit signing_key(std::shared_ptr<EVP_PKEY> pair);

    const std::string& id() const { return id_; }
    std::string sign(std::string_view text) const;  // RS256, the raw signature
    boost::json::object to_jwk() const;             // the public half
    EVP_PKEY* get() const { return pair_.get(); }

private:
    std::shared_ptr<EVP_PKEY> pair_;
    std::string modulus_;
    std::string id_;
};

// Takes a tenth of a second, so not on a loop. Any thread may call it.
signing_key make_signing_key();

// Whether `signature` of `text` is the key's. `algorithm` is RS256 or PS256; any other is none.
bool is_signed_by(EVP_PKEY* key, std::string_view algorithm, std::string_view text,
                  std::string_view signature);

// The key that signs, and those before it that are still taken.
class signing_keys {
public:
    bool empty() const { return !has_current_; }
    const signing_key& current() const { return all_.back(); }
    const signing_key* find(std::string_view id) const;

    // From now on this one signs.
    void add(signing_key made);

    enum class before { kept, dropped };

    // The next token needs a new key; those so far stay in the key set, or not.
    void rotate(before keys);

    boost::json::object to_key_set() const;

private:
    std::vector<signing_key> all_;
    bool has_current_ = false;
};

}  // namespace parley::mock
