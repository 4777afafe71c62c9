// Whose request it is, without a login: an unguessable key in a cookie of the page.
//
// HttpOnly (no script reads it) and SameSite=Strict (no other site's page can send it). Whoever has the key
// has the history, so it is in no log and no answer but this cookie; over plain HTTP beyond this machine it
// can be read on the way, as everything else.
#pragma once

#include "http/message.hpp"

namespace parley::server {

struct visitor {
    std::string key;
    std::string cookie;  // for Set-Cookie: the same key, for another 400 days
};

// The visitor that the request names, or a new one.
visitor visitor_of(const http::fields& headers);

// The key that the request names, if it names one.
std::optional<std::string> known_visitor(const http::fields& headers);

// Who is to take turns with others: the visitor, else the address that the request came from, as a proxy
// tells it. Nothing to trust: whoever wants to be somebody else can.
std::string user_of(const http::request& request);

// Whether a page of another site made the browser send this: such a request changes nothing. Browsers say so
// (Sec-Fetch-Site), except over plain HTTP beyond this machine: there the page's origin must be the address
// we were called by. Programs say neither.
bool is_from_another_site(const http::fields& headers);

// An unguessable name of 128 bits, in hex.
std::string random_name();

}  // namespace parley::server
