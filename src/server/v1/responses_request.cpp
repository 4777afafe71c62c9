#include "server/v1/responses_request.hpp"

#include "server/json_body.hpp"
#include "server/messages.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <array>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

constexpr std::size_t metadata_pairs_max = 16;
constexpr std::size_t metadata_bytes_max = 16 * 1024;
constexpr std::array<std::string_view, 4> refused = {"tools", "prompt", "top_logprobs", "background"};
constexpr std::array<std::string_view, 1> token_limits = {"max_output_tokens"};

// What only a service that keeps conversations could know.
result<void> refuse_what_is_not_kept(const json_members& body)
{
    for (const auto* const key : {"previous_response_id", "conversation"})
        if (body.find(key) != nullptr)
            return invalid(std::string(key) +
                           " cannot be had: answers are not kept here, send the whole conversation as input");
    return {};
}

result<void> take_what_can_be_had(const json_members& body)
{
    if (auto read = refuse_what_is_not_kept(body); !read) return read;
    if (auto read = refuse_members(body, refused); !read) return read;
    const auto text = body.object("text");
    if (!text) return text.error();
    return take_text_format(json_members(*text, "text."), "format");
}

result<void> read_instructions(const json_members& body, const chat_limits& limits, responses_request& wanted)
{
    auto text = body.text("instructions");
    if (!text) return text.error();
    if (text->size() > limits.message_bytes_max)
        return error{errc::too_large,
                     "instructions is longer than " + std::to_string(limits.message_bytes_max) + " bytes"};
    wanted.instructions = *std::move(text);
    if (!wanted.instructions.empty()) add_to_prompt(wanted.asked, wanted.instructions, limits);
    return {};
}

result<void> read_metadata(const json_members& body, responses_request& wanted)
{
    const auto given = body.object("metadata");
    if (!given) return given.error();
    for (const auto& [key, value] : *given)
        if (!value.is_string()) return invalid("metadata must hold strings only");
    wanted.metadata = json::serialize(*given);
    if (given->size() > metadata_pairs_max || wanted.metadata.size() > metadata_bytes_max)
        return error{errc::too_large, "metadata may hold 16 pairs, and 16 KiB in all"};
    return {};
}

}  // namespace

result<responses_request> parse_responses_request(const http::request& request, const chat_limits& limits)
{
    const auto read_body = read_json_object(request);
    if (!read_body) return read_body.error();
    const json_members body(*read_body);
    responses_request wanted;
    if (auto read = read_model_request(body, limits, wanted); !read) return read.error();
    if (auto read = take_what_can_be_had(body); !read) return read.error();
    if (auto read = read_instructions(body, limits, wanted); !read) return read.error();
    const message_rules rules{message_form::input, message_rules::clients_prompt::may_be_there};
    if (auto read = read_messages(*read_body, rules, limits, wanted.asked); !read) return read.error();
    if (auto read = read_metadata(body, wanted); !read) return read.error();
    const auto limit = read_token_limit(body, token_limits);
    if (!limit) return limit.error();
    wanted.asked.output_tokens_max = *limit;
    return wanted;
}

}  // namespace parley::server::v1
