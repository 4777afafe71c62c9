#include "base/is_one_of.hpp"
#include "mock/wire/answer_format.hpp"
#include "mock/wire/body_readers.hpp"
#include "mock/wire/chat_messages.hpp"
#include "mock/wire/common_fields.hpp"
#include "mock/wire/field_check.hpp"
#include "mock/wire/model_rules.hpp"
#include "mock/wire/tool_check.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::size_t stops_max = 4;
constexpr std::size_t choices_max = 128;
constexpr std::size_t top_logprobs_max = 20;
constexpr std::size_t top_logprobs_max_thinking = 5;

complaint read_functions(const json::value& functions, asked&)
{
    const auto& list = functions.get_array();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!present(list[i].get_object(), "name"))
            return missing("functions[" + std::to_string(i) + "].name");
    return std::nullopt;
}

complaint read_function_call(const json::value& call, asked& what)
{
    if (call.is_object() && !present(call.get_object(), "name")) return missing("function_call.name");
    if (present(what.body, "functions")) return std::nullopt;
    return invalid_request(
        "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
        "function_call");
}

complaint read_chat_tools(const json::value& tools, asked& what)
{
    return read_tools(tools, tool_shape::nested, what);
}

complaint read_chat_choice(const json::value& choice, asked& what)
{
    return read_tool_choice(choice, tool_shape::nested, what);
}

complaint read_parallel(const json::value& parallel, asked& what)
{
    if (!parallel.is_bool()) return wrong_type("parallel_tool_calls", "a boolean", parallel);
    if (!what.tools.empty() || family_of(what.model) == model_family::thinking) return std::nullopt;
    return invalid_request(
        "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are "
        "specified.",
        "parallel_tool_calls");
}

complaint read_top_logprobs(const json::value& count, asked& what)
{
    if (auto bad = check_value(count, integer_field("", 0), "top_logprobs")) return bad;
    if (!is_true(what.body, "logprobs"))
        return invalid_request("The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
                               "top_logprobs");
    const bool thinks = family_of(what.model) == model_family::thinking;
    const auto max = thinks ? top_logprobs_max_thinking : top_logprobs_max;
    if (size_of(what.body, "top_logprobs") <= max) return std::nullopt;
    return invalid_request(
        "Invalid value for 'top_logprobs': must be less than or equal to " + std::to_string(max) + ".",
        "top_logprobs");
}

complaint read_stop(const json::value& stop, asked&)
{
    if (stop.is_string()) return std::nullopt;
    if (!stop.is_array()) return wrong_type("stop", "one of a string or array of strings", stop);
    const auto& list = stop.get_array();
    if (list.size() > stops_max) return array_too_long("stop", stops_max, list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        if (auto bad = check_value(list[i], text_field(""), "stop[" + std::to_string(i) + "]")) return bad;
    return std::nullopt;
}

complaint read_logit_bias(const json::value& biases, asked&)
{
    constexpr auto bias_rule = decimal_field("", -100, 100);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (const auto& [token, bias] : biases.get_object()) {
        if (!std::ranges::all_of(token, is_digit))
            return invalid_request("Invalid key in 'logit_bias': " + std::string(token) +
                                       ". You should only be submitting non-negative integers.",
                                   "logit_bias");
        if (auto bad = check_value(bias, bias_rule, "logit_bias." + std::string(token))) return bad;
    }
    return std::nullopt;
}

complaint read_stream_options(const json::value& options, asked& what)
{
    what.wants_usage = is_true(options.get_object(), "include_usage");
    return check_streamed(options, what);
}

constexpr std::array<std::string_view, 2> modalities = {"text", "audio"};
constexpr std::array stream_option_fields = {flag_field("include_usage"), flag_field("include_obfuscation")};
constexpr object_rules stream_option_rules{stream_option_fields};

// In the order in which the service finds their mistakes, as far as it is known.
constexpr std::array fields = {
    any_field("messages", read_messages),
    objects_field("functions", read_functions),
    any_field("function_call", read_function_call),
    any_field("tools", read_chat_tools),
    any_field("tool_choice", read_chat_choice),
    any_field("parallel_tool_calls", read_parallel),
    integer_field("max_completion_tokens", 1),
    integer_field("n", 1, double{choices_max}),
    decimal_field("temperature", 0, 2),
    decimal_field("top_p", 0, 1),
    decimal_field("presence_penalty", -2, 2),
    decimal_field("frequency_penalty", -2, 2),
    flag_field("logprobs"),
    any_field("top_logprobs", read_top_logprobs),
    text_field("user"),
    integer_field("seed"),
    object_field("moderation", &moderation_rules),
    text_field("safety_identifier"),
    object_field("prompt_cache_options", &cache_rules),
    text_field("prompt_cache_key"),
    choice_field("prompt_cache_retention", cache_retentions),
    any_field("response_format", read_response_format),
    choice_field("service_tier", service_tiers),
    integer_field("max_tokens", 1),
    choice_field("reasoning_effort", reasoning_efforts),
    object_field("logit_bias", nullptr, read_logit_bias),
    any_field("stop", read_stop),
    flag_field("stream"),
    object_field("stream_options", &stream_option_rules, read_stream_options),
    flag_field("store"),
    metadata_field("metadata"),
    object_field("prediction"),
    choice_field("verbosity", verbosities),
    choices_field("modalities", modalities),
    object_field("audio"),
    object_field("web_search_options"),
    text_field("model"),
};
constexpr std::array<std::string_view, 1> required = {"messages"};
constexpr object_rules rules{fields, required};

constexpr std::array<std::string_view, 2> azure_names = {"data_sources", "user_security_context"};

// Models that think read the names of members more strictly; plain ones do not know the effort to think with.
complaint check_names(const asked& what)
{
    auto unknown = unknown_members(what.body, rules);
    if (what.style != host_style::openai)
        std::erase_if(unknown, [](std::string_view name) { return is_one_of(azure_names, name); });
    const auto family = family_of(what.model);
    if (family == model_family::plain && present(what.body, "reasoning_effort"))
        unknown.emplace_back("reasoning_effort");
    if (unknown.empty()) return std::nullopt;
    return family == model_family::thinking ? unknown_parameter(std::string(unknown.front()))
                                            : unrecognized_arguments(std::move(unknown));
}

complaint check_limits(const asked& what)
{
    if (!present(what.body, "max_tokens") || !present(what.body, "max_completion_tokens"))
        return std::nullopt;
    return invalid_request(
        "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens",
        "invalid_parameter_combination");
}

}  // namespace

complaint read_chat_body(asked& what)
{
    auto first = check_required(what.body, rules, {});
    keep_first(first, check_names(what));
    keep_first(first, read_fields(what, rules));
    keep_first(first, check_limits(what));
    keep_first(first, check_chat_model(what));
    what.stream = is_true(what.body, "stream");
    what.choices = std::clamp<std::size_t>(size_of(what.body, "n"), 1, choices_max);
    what.output_tokens_max =
        std::max(size_of(what.body, "max_tokens"), size_of(what.body, "max_completion_tokens"));
    return first;
}

}  // namespace parley::mock
