// What an upstream's refusal means, and what its reader can do about it.
//
// Only codes of the upstream are quoted, cut to harmless letters: its sentences may hold a user's text.
#pragma once

#include "openai/endpoint.hpp"
#include "openai/refusal_cause.hpp"

namespace parley::openai {

// The `error` object of a body or of a chunk, as far as we act on it.
struct refusal_facts {
    unsigned status = 0;  // 0: inside a stream
    std::string code = {};
    std::string type = {};
    std::string request_id = {};
    refusal_cause cause = refusal_cause::unknown;
};

// What the request was signed with, and what a person would change: the advice differs.
struct asked_with {
    enum class login { key, token };
    login by = login::key;
    setting_names names = {};
    std::string token_scope = {};
};

asked_with asked_with_of(const endpoint& where);

// From the body of an answer that is not 200; anything but JSON gives just the status.
refusal_facts facts_of(unsigned status, const http::fields& headers, std::string_view body);

// Errors with errc::upstream_busy or upstream_failed may pass; others will not.
error describe(const refusal_facts& facts, const asked_with& how);

// The same error, naming the request if it does not yet.
error with_request_id(error problem, std::string_view request_id);

// Quota, content, length and rights: to ask again as it is would only repeat the answer.
bool needs_a_person(const refusal_facts& facts);

// The token itself was refused, as a new one may not be: not the rights of whom it names.
bool is_token_refusal(const refusal_facts& facts);

}  // namespace parley::openai
