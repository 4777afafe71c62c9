#include "base/settings_parser.hpp"
#include "mock/wire/answer_format.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/common_fields.hpp"
#include "mock/wire/field_check.hpp"
#include "mock/wire/model_rules.hpp"
#include "mock/wire/responses_input.hpp"
#include "mock/wire/tool_check.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr double output_tokens_min = 16;
constexpr double top_logprobs_max = 20;

complaint read_flat_tools(const json::value& tools, asked& what)
{
    return read_tools(tools, tool_shape::flat, what);
}

complaint read_flat_tool_choice(const json::value& choice, asked& what)
{
    return read_tool_choice(choice, tool_shape::flat, what);
}

complaint read_text(const json::value& text, asked& what)
{
    const auto* const format = present(text.get_object(), "format");
    return format ? read_text_format(*format, what) : std::nullopt;
}

// They come before all messages, wherever they stand in the body.
complaint read_instructions(const json::value& instructions, asked& what)
{
    what.messages.insert(what.messages.begin(),
                         {.role = "system", .text = std::string(instructions.get_string())});
    return std::nullopt;
}

complaint check_conversation(const json::value& conversation, asked& what)
{
    if (!conversation.is_string() && !conversation.is_object())
        return wrong_type("conversation", "one of a string or object", conversation);
    if (!present(what.body, "previous_response_id")) return std::nullopt;
    return invalid_request(
        "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or "
        "'conversation'.",
        {}, "mutually_exclusive_parameters");
}

constexpr std::array<std::string_view, 8> includable = {"file_search_call.results",
                                                        "web_search_call.results",
                                                        "web_search_call.action.sources",
                                                        "message.input_image.image_url",
                                                        "computer_call_output.output.image_url",
                                                        "code_interpreter_call.outputs",
                                                        "reasoning.encrypted_content",
                                                        "message.output_text.logprobs"};
constexpr std::array<std::string_view, 2> truncations = {"auto", "disabled"};
constexpr std::array<std::string_view, 3> summaries = {"concise", "detailed", "auto"};
constexpr std::array<std::string_view, 3> contexts = {"auto", "current_turn", "all_turns"};

constexpr std::array prompt_fields = {text_field("id"), object_field("variables"), text_field("version")};
constexpr std::array<std::string_view, 1> prompt_required = {"id"};
constexpr object_rules prompt_rules{prompt_fields, prompt_required};

constexpr std::array text_fields = {any_field("format"), choice_field("verbosity", verbosities)};
constexpr object_rules text_rules{text_fields};

constexpr std::array stream_option_fields = {flag_field("include_obfuscation")};
constexpr object_rules stream_option_rules{stream_option_fields};

constexpr std::array reasoning_fields = {
    choice_field("effort", reasoning_efforts),
    choice_field("summary", summaries),
    choice_field("generate_summary", summaries),
    choice_field("context", contexts),
    text_field("mode"),
};
constexpr object_rules reasoning_rules{reasoning_fields};

// In the order in which the service finds their mistakes, as far as it is known.
constexpr std::array fields = {
    any_field("input", read_input),
    text_field("previous_response_id"),
    any_field("conversation", check_conversation),
    object_field("prompt", &prompt_rules),
    object_field("moderation", &moderation_rules),
    choices_field("include", includable),
    any_field("tools", read_flat_tools),
    any_field("tool_choice", read_flat_tool_choice),
    metadata_field("metadata"),
    object_field("text", &text_rules, read_text),
    decimal_field("temperature", 0, 2),
    decimal_field("top_p", 0, 1),
    decimal_field("presence_penalty", -2, 2),
    decimal_field("frequency_penalty", -2, 2),
    flag_field("parallel_tool_calls"),
    flag_field("stream"),
    object_field("stream_options", &stream_option_rules, check_streamed),
    flag_field("background"),
    integer_field("max_output_tokens", output_tokens_min),
    integer_field("max_tool_calls", 1),
    object_field("reasoning", &reasoning_rules),
    text_field("user"),
    text_field("safety_identifier"),
    object_field("prompt_cache_options", &cache_rules),
    text_field("prompt_cache_key"),
    choice_field("prompt_cache_retention", cache_retentions),
    choice_field("truncation", truncations),
    text_field("instructions", read_instructions),
    flag_field("store"),
    choice_field("service_tier", service_tiers),
    integer_field("top_logprobs", 0, top_logprobs_max),
    objects_field("context_management"),
    object_field("access_programs"),
    object_field("background_options"),
    object_field("image"),
    text_field("model"),
};
constexpr object_rules rules{fields};

struct moved_field {
    std::string_view from;
    std::string_view to;
};
constexpr std::array moved = {
    moved_field{"messages", "input"},
    moved_field{"response_format", "text.format"},
    moved_field{"max_completion_tokens", "max_output_tokens"},
    moved_field{"reasoning_effort", "reasoning.effort"},
};

// Those that are near a misspelt name, nearest first, without those that the body has.
std::string suggestions(const asked& what, std::string_view misspelt)
{
    std::vector<std::string_view> known;
    for (const auto& field : fields)
        if (!what.body.contains(field.name)) known.push_back(field.name);
    std::string near;
    while (const auto name = nearest_name(misspelt, known)) {
        near += (near.empty() ? " Did you mean '" : " or '") + *name + "'";
        std::erase(known, *name);
    }
    return near.empty() ? near : near + "?";
}

complaint check_names(const asked& what)
{
    const auto unknown = unknown_members(what.body, rules);
    if (unknown.empty()) return std::nullopt;
    const std::string name(unknown.front());
    if (const auto* const known = std::ranges::find(moved, unknown.front(), &moved_field::from);
        known != moved.end())
        return invalid_request(
            "Unsupported parameter: '" + name + "'. In the Responses API, this parameter has moved to '" +
                std::string(known->to) +
                "'. Try again with the new parameter. See the API documentation for more "
                "information: https://platform.openai.com/docs/api-reference/responses/create.",
            {}, "unsupported_parameter");
    auto bad = unknown_parameter(name);
    bad.message += suggestions(what, name);
    return bad;
}

// A template of the service may hold it; else something is to be answered.
complaint check_input_is_there(const asked& what)
{
    const auto* const input = what.body.if_contains("input");
    if (!input && !present(what.body, "prompt")) return missing("input");
    if (input && input->is_null()) return wrong_type("input", "a string", json::object());
    return std::nullopt;
}

complaint check_something_is_asked(const asked& what)
{
    const auto* const input = present(what.body, "input");
    const bool is_empty = input && ((input->is_string() && input->get_string().empty()) ||
                                    (input->is_array() && input->get_array().empty()));
    for (const auto* const name : {"previous_response_id", "prompt", "conversation"})
        if (present(what.body, name)) return std::nullopt;
    if (!is_empty) return std::nullopt;
    return invalid_request(
        "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.", {},
        "missing_required_parameter");
}

}  // namespace

complaint read_responses_body(asked& what)
{
    auto first = check_input_is_there(what);
    keep_first(first, check_names(what));
    keep_first(first, read_fields(what, rules));
    keep_first(first, check_something_is_asked(what));
    keep_first(first, check_responses_model(what));
    what.stream = is_true(what.body, "stream");
    what.wants_usage = true;
    what.output_tokens_max = size_of(what.body, "max_output_tokens");
    return first;
}

}  // namespace parley::mock
