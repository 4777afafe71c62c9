// What an upstream's refusal means, and what its reader can do about it.
//
// Only codes of the upstream are quoted, cut to harmless letters: its sentences may hold a user's text.
#pragma once

#include "http/message.hpp"

namespace parley::openai {

// The `error` object of a body or of a chunk, as far as we act on it.
struct refusal_facts {
    unsigned status = 0;  // 0: inside a stream
    std::string code = {};
    std::string type = {};
    std::string request_id = {};
};

// From the body of an answer that is not 200; anything but JSON gives just the status.
refusal_facts facts_of(unsigned status, const http::fields& headers, std::string_view body);

// Errors with errc::upstream_busy or errc::unreachable may pass; others will not.
error describe(const refusal_facts& facts);

// `retry-after-ms`, else `Retry-After` in seconds; a date is not read.
std::optional<std::chrono::milliseconds> wait_of(const http::fields& headers);

}  // namespace parley::openai
