// The host that a recording is made from: where a request goes, and which headers go with it.
//
// Pure functions. Credentials go up with the request and are in nothing that is kept.
#pragma once

#include "http/message.hpp"
#include "http/url.hpp"

namespace parley::mock {

struct upstream {
    http::origin where = {};
    std::string base_path = {};  // `/v1`, `/openai/v1`; empty: none. No slash at its end.
};

// errc::invalid_input: no URL, or one with a password, a query or an API's route in it.
result<upstream> read_upstream(std::string_view url);

// `https://host/v1`, as people and files are told.
std::string name_of(const upstream& of);

// A path below the base path is asked for as it is; else the base path takes the place of `/v1`.
std::string url_for(const upstream& to, const http::request& from);

// What the client says, but for what is between it and us; answers are asked for uncompressed.
http::fields headers_to_pass_up(const http::fields& from);

// What the host says, but for what is between it and us.
http::fields headers_to_pass_down(const http::fields& from);

// Of those, what a recording keeps: no cookies, no ids of accounts, and nothing of the network between.
http::fields headers_to_keep(const http::fields& from);

}  // namespace parley::mock
