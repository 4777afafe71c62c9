// Why a model's endpoint does or does not answer a call without a key. Pure: facts in, findings out.
//
// Not done: asking Azure's management API. Everything is told from the endpoint's own answer and from what
// the token says about itself, because those are all that the caller is sure to be allowed to see.
#pragma once

#include "base/error.hpp"
#include "doctor/finding.hpp"
#include "doctor/role_advice.hpp"

#include <optional>

namespace parley::doctor {

// What the token says about itself; empty where it says nothing.
struct token_facts {
    std::string credential;  // who got it: "AzureCliCredential"
    std::string tenant;
    std::string audience;
    principal who;
};

struct service_reply {
    unsigned status = 0;
    std::string body = {};
    std::string request_id = {};
};

// One call, and what came of it.
struct call_facts {
    std::string deployment;
    std::string url;  // as it may be shown: without user and query
    std::optional<service_reply> reply = {};
    std::optional<error> problem = {};
};

struct keyless_facts {
    std::string host;                        // of the endpoint, such as name.openai.azure.com
    std::string scope;                       // that was asked for
    std::vector<std::string> keys_set = {};  // names of the variables that hold a key
    std::optional<token_facts> token = {};
    std::optional<error> token_problem = {};
    std::optional<call_facts> with_key = {};  // when one is set: is it taken at all?
    std::vector<call_facts> calls = {};       // with the token, one for each deployment
};

// One finding for each thing that was looked at, in the order of a call: keys, endpoint, token, calls.
std::vector<finding> explain_keyless(const keyless_facts& facts);

}  // namespace parley::doctor
