// Where models are served and how to ask there: address, kind of host, credential, patience.
//
// Everything here is a setting: nothing about a host is found out by trying.
#pragma once

#include "base/log.hpp"
#include "base/secret.hpp"
#include "http/message.hpp"
#include "identity/bearer_tokens.hpp"
#include "openai/busy_sign.hpp"

#include <functional>
#include <string_view>
#include <variant>

namespace parley::openai {

enum class host_style {
    compatible,    // any base that has the routes below it: vLLM, Ollama, llama.cpp, gateways
    openai,        // https://api.openai.com/v1
    azure_v1,      // a resource, with or without `/openai/v1`; the model is the name of the deployment
    azure_legacy,  // a resource, asked at `/openai/deployments/<deployment>/…?api-version=…`
};

// The style that an address lets one expect: by the names of the public clouds, else compatible.
host_style usual_style_of(std::string_view base_url);

// The scope of the tokens that a host takes: `https://cognitiveservices.azure.com/.default` or one of its
// kin.
std::string usual_scope_of(std::string_view base_url);

// What the host speaks. Both are spoken by OpenAI and Azure; most other servers know only the first.
enum class chat_api { completions, responses };

enum class usage_reporting { ask, omit };  // some servers refuse the question

// None; a key (an empty one is none); or tokens, asked for before every request and sent only over https or
// to this machine. They outlive what is connected with them.
using credential = std::variant<std::monostate, secret, identity::bearer_tokens*>;

// How often and how long to go on when a failure may pass.
struct retry_policy {
    int retries_max = 2;
    std::chrono::milliseconds first_wait{500};         // ours: then twice as long each time, less some jitter
    std::chrono::milliseconds wait_max{8'000};         // the longest of ours
    std::chrono::milliseconds asked_wait_max{60'000};  // what the host may ask for; 0: never wait
    std::chrono::milliseconds first_byte_timeout{600'000};  // of one try; thinking takes its time

    std::function<double()> jitter = {};                                   // 0 to 1; empty: random
    std::function<std::chrono::system_clock::time_point()> wall_now = {};  // empty: the machine's clock
};

// How errors name what a person would change.
struct setting_names {
    std::string address = "OPENAI_BASE_URL";
    std::string key = "OPENAI_API_KEY";
};

struct endpoint {
    std::string base_url;  // with or without trailing slash; may have a query, which is kept
    credential credentials = {};
    usage_reporting usage = usage_reporting::ask;
    chat_api api = chat_api::completions;
    host_style style = host_style::compatible;
    std::string deployment = {};             // what this host calls the model; empty: as the request does
    std::string api_version = "2024-10-21";  // of azure_legacy only
    http::fields headers = {};               // sent along, as previews want it
    retry_policy retries = {};
    setting_names names = {};
    std::shared_ptr<busy_sign> busy = {};  // shared with other loops; empty: one of its own
    log_sink* log = nullptr;               // of tries that failed; outlives what is connected; null: none
    std::string token_scope = {};          // of the tokens, if they are the credential: errors name its role
};

}  // namespace parley::openai
