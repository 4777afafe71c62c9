// What a client asked of the mock, whichever protocol it spoke: what fixtures are matched against.
//
// Made from an HTTP request by wire/request_reader.hpp. Holds no key: only whether one came, and which one as
// a short hash, so that answers can depend on it.
#pragma once

#include "http/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::mock {

enum class endpoint { chat, responses, embeddings, rerank, models };

// How the host presents itself: differs in paths, first chunks and error bodies.
enum class host_style { openai, azure_v1, azure_legacy };

// One message of the conversation. `instructions` of the Responses API come first, as role system.
struct said {
    std::string role;               // developer, system, user, assistant or tool
    std::string text;               // text parts, joined by newlines
    std::string tool_call_id = {};  // of a tool's message
    bool has_image = false;

    bool operator==(const said&) const = default;
};

struct asked {
    endpoint at = endpoint::chat;
    host_style style = host_style::openai;
    std::string model = {};
    std::vector<said> messages = {};
    std::vector<std::string> tools = {};    // names of functions, as listed
    std::string tool_choice = {};           // auto, none, required, or a function's name; empty: not said
    std::string response_format = {};       // text, json_object or json_schema; empty: not said
    std::string json_schema = {};           // as JSON text, when response_format is json_schema
    std::vector<std::string> input = {};    // texts to embed (token lists as "tokens:1,2,3") or to rank
    std::string query = {};                 // by which texts are ranked
    std::size_t ranked_max = 0;             // how many of them the answer tells; 0: all
    std::optional<std::size_t> dimensions;  // of embeddings
    enum class number_format { floats, base64 } vectors = number_format::floats;
    bool stream = false;
    bool wants_usage = false;           // stream_options.include_usage; Responses always tell it
    std::size_t choices = 1;            // n
    std::size_t output_tokens_max = 0;  // 0: not said
    std::string key_hash = {};  // of the bearer token or api-key (key_hash.hpp makes it); empty: none came
    std::string scope = {};     // X-Mock-Scope: tests in parallel keep apart what they see
    http::fields headers = {};  // without credentials
    boost::json::object body = {};
};

}  // namespace parley::mock
