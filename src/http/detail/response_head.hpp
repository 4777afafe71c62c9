// The head of an answer as bytes: status line, headers, framing.
//
// No I/O. A line break or another control character in a header value becomes a space, so a value made
// from a file's name cannot end the head early.
#pragma once

#include "http/detail/request_reader.hpp"
#include "http/message.hpp"

#include <cstdint>

namespace parley::http {

enum class framing {
    none,         // 204, 304: no body and nothing said about one
    length,       // Content-Length
    chunked,      // Transfer-Encoding: chunked
    until_close,  // a stream to an HTTP/1.0 client
};

struct head_facts {
    unsigned status = 200;
    framing how = framing::length;
    std::uint64_t body_bytes = 0;  // for framing::length
    keep_alive keep = keep_alive::yes;
    bool says_keep_alive = false;  // HTTP/1.0 must be told, HTTP/1.1 assumes it
    std::string_view date = {};
    std::string_view request_id = {};
};

// `headers` win over `common` of the same name. Framing, Date, Connection and X-Request-Id are ours alone.
std::string format_head(const head_facts& facts, const fields& headers, const fields& common);

}  // namespace parley::http
