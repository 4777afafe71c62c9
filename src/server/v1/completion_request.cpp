#include "server/v1/completion_request.hpp"

#include "server/json_body.hpp"
#include "server/messages.hpp"

#include <boost/json/value.hpp>

#include <array>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 7> refused = {"tools",    "functions",    "function_call",     "audio",
                                                     "logprobs", "top_logprobs", "web_search_options"};
constexpr std::size_t stop_texts_max = 4;
constexpr std::size_t stop_bytes_max = 256;
constexpr std::array<std::string_view, 2> token_limits = {"max_completion_tokens", "max_tokens"};

result<void> take_modalities(const json_members& body)
{
    const auto* const value = body.find("modalities");
    if (value == nullptr || *value == json::value(json::array{"text"})) return {};
    return invalid(R"(modalities must be ["text"]: this model answers in text)");
}

result<void> take_what_can_be_had(const json_members& body)
{
    if (auto read = refuse_members(body, refused); !read) return read;
    const auto choices = body.whole_number("n", 1, 1);
    if (!choices) return invalid("n must be 1");
    if (auto read = take_modalities(body); !read) return read;
    return take_text_format(body, "response_format");
}

// A string or a list of them.
result<void> read_stop(const json_members& body, rag::question& asked)
{
    const auto* const value = body.find("stop");
    if (value == nullptr) return {};
    const auto texts = value->is_array() ? value->get_array() : json::array{*value};
    if (texts.size() > stop_texts_max) return invalid("stop may hold 4 texts");
    for (const auto& text : texts) {
        const auto* const said = text.if_string();
        if (said == nullptr || said->empty() || said->size() > stop_bytes_max)
            return invalid("stop must be a string or a list of strings, none of them empty or very long");
        asked.stop.emplace_back(*said);
    }
    return {};
}

result<void> read_ends(const json_members& body, rag::question& asked)
{
    const auto limit = read_token_limit(body, token_limits);
    if (!limit) return limit.error();
    asked.output_tokens_max = *limit;
    return read_stop(body, asked);
}

result<void> read_stream_options(const json_members& body, completion_request& wanted)
{
    const auto options = body.object("stream_options");
    if (!options) return options.error();
    const auto tells = json_members(*options, "stream_options.").flag("include_usage");
    if (!tells) return tells.error();
    if (tells->value_or(false)) wanted.usage = usage_chunk::asked;
    return {};
}

}  // namespace

result<completion_request> parse_completion_request(const http::request& request, const chat_limits& limits)
{
    const auto read_body = read_json_object(request);
    if (!read_body) return read_body.error();
    const json_members body(*read_body);
    completion_request wanted;
    if (auto read = read_model_request(body, limits, wanted); !read) return read.error();
    if (auto read = take_what_can_be_had(body); !read) return read.error();
    const message_rules rules{message_form::messages, message_rules::clients_prompt::may_be_there};
    if (auto read = read_messages(*read_body, rules, limits, wanted.asked); !read) return read.error();
    if (auto read = read_ends(body, wanted.asked); !read) return read.error();
    if (auto read = read_stream_options(body, wanted); !read) return read.error();
    return wanted;
}

}  // namespace parley::server::v1
