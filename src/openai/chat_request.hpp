// What a model is asked, whichever API carries it.
//
// Roles, efforts and details are open sets and are sent as they are. A wish that an API has no word for is
// refused before anything is sent, never dropped.
// Not done: audio, files, several choices, tools other than functions, conversations stored at the service.
#pragma once

#include "openai/setback.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::openai {

struct text_part {
    std::string text;
};

struct image_part {
    std::string url;          // https:// or data:
    std::string detail = {};  // low, high or auto; empty leaves it to the service
};

using content_part = std::variant<text_part, image_part>;

// A function that the model wants to be called.
struct tool_call {
    std::string id = {};  // never empty in an answer: the tool message that answers it repeats it
    std::string name = {};
    std::string arguments = {};  // JSON as the model wrote it: it may be invalid
};

// What a model thought, sealed by the service. Given back with the assistant's message, the model goes on
// from there.
struct sealed_reasoning {
    std::string id;
    std::string content;
};

struct message {
    std::string role;                           // developer, system, user, assistant or tool
    std::string content = {};                   // may be empty when the rest says it all
    std::vector<content_part> parts = {};       // after `content`
    std::vector<tool_call> tool_calls = {};     // of an assistant's message
    std::string tool_call_id = {};              // of a tool's message: which call it answers
    std::vector<sealed_reasoning> sealed = {};  // of an assistant's message; Responses only
};

// Whether the service makes sure that the model keeps to a schema.
enum class schema_check { service_default, strict, loose };

struct function_tool {
    std::string name;
    std::string description = {};
    std::string parameters = {};  // a JSON schema as text; empty: the function takes nothing
    schema_check check = schema_check::service_default;
};

enum class tool_use { automatic, none, required };

// Answers that are JSON.
struct json_answer {
    std::string schema = {};  // a JSON schema as text; empty: any object
    std::string name = "answer";
    schema_check check = schema_check::service_default;
};

// For models that think before they answer.
struct reasoning_wish {
    std::string effort = {};   // none, minimal, low, medium, high or xhigh, depending on the model
    std::string summary = {};  // auto, concise or detailed; Responses only
    enum class memory_kind { none, sealed };
    memory_kind memory = memory_kind::none;  // sealed: it comes with the pieces; Responses only
};

// What the wire of Chat Completions calls the limit of the output. Models that think refuse the older name,
// and many compatible servers know no other.
enum class output_limit { max_tokens, max_completion_tokens };

enum class delivery { streamed, whole };

struct chat_request {
    std::string model;
    std::vector<message> messages = {};
    std::optional<double> temperature = {};
    std::optional<int> output_tokens_max = {};
    output_limit limit_name = output_limit::max_tokens;
    std::optional<double> top_p = {};
    std::vector<std::string> stop = {};     // Chat Completions only
    std::optional<std::int64_t> seed = {};  // Chat Completions only
    std::vector<function_tool> tools = {};
    std::optional<tool_use> use_tools = {};
    std::string only_tool = {};  // the one that the model must call
    std::optional<json_answer> json = {};
    reasoning_wish reasoning = {};
    delivery how = delivery::streamed;
    setback_listener* setbacks = nullptr;  // outlives the start of the answer; null: nobody is told
};

}  // namespace parley::openai
