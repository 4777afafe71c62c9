// The bytes of one request: head and body, ready for one write.
//
// Refuses what would end a line or a field early, so that no value can smuggle another header in.
#pragma once

#include "http/client.hpp"
#include "http/detail/dial.hpp"

namespace parley::http {

result<std::string> write_request(const client_request& request, const url& where, const route_out& route);

}  // namespace parley::http
