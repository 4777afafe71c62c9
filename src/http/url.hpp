// What we need of an http or https URL: whom to connect to, and what to ask for.
//
// Fragments are dropped. Credentials in a URL are kept apart as a secret and are in no message of ours.
#pragma once

#include "base/error.hpp"
#include "base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::http {

enum class transport { plain, tls };

struct origin {
    transport over = transport::plain;
    std::string host;  // lower case; an IPv6 address without its brackets
    std::uint16_t port = 80;

    bool operator==(const origin&) const = default;
};

struct url {
    origin where;
    std::string target;     // path and query, begins with '/'
    secret user_info = {};  // "user:password", decoded; empty when there was none
};

result<url> parse_url(std::string_view text);

// "host:port", with brackets around an IPv6 address.
std::string authority_of(const origin& where);

// The same without the scheme's own port, as the Host field has it.
std::string host_field_of(const origin& where);

// The value of an Authorization or Proxy-Authorization field for "user:password".
secret basic_authorization(const secret& user_info);

}  // namespace parley::http
