// JSON web tokens (RFC 7519): taken apart, and put together. No keys, no opinions.
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parley::mock {

struct jwt {
    boost::json::object header;
    boost::json::object claims;
    std::string_view signed_text;  // views what was read
    std::string signature;
};

// Nothing when it is none. `text` outlives what is returned.
std::optional<jwt> read_jwt(std::string_view text);

// What is to be signed; the signature follows after a dot, as base64url.
std::string unsigned_jwt(const boost::json::object& header, const boost::json::object& claims);

// Empty, or nothing, when it is not there or of another kind.
std::string_view text_claim(const boost::json::object& of, std::string_view name);
std::optional<std::int64_t> time_claim(const boost::json::object& of, std::string_view name);

}  // namespace parley::mock
