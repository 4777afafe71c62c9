#include "mock/wire/model_rules.hpp"

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> thinking = {"o1", "o3", "o4", "gpt-5"};
constexpr std::array<std::string_view, 3> plain = {"gpt-3.5", "gpt-4", "chatgpt-"};
constexpr std::array<std::string_view, 2> thinking_that_stop = {"o1", "o3-mini"};

// Refused by models that think, whatever the value; and while they think, unless it says nothing.
constexpr std::array<std::string_view, 2> never_taken = {"logit_bias", "prediction"};
constexpr std::array<std::string_view, 3> not_while_thinking = {"presence_penalty", "frequency_penalty",
                                                                "logprobs"};

bool begins_with_one_of(std::string_view model, std::span<const std::string_view> names)
{
    return std::ranges::any_of(names, [model](std::string_view name) { return model.starts_with(name); });
}

// A version or a size may follow, not another word: `o1-mini`, `gpt-5.1`, but not `o1x`.
bool is_of_family(std::string_view model, std::string_view family)
{
    const auto rest = model.substr(std::min(model.size(), family.size()));
    return model.starts_with(family) && (rest.empty() || rest.front() == '-' || rest.front() == '.');
}

error_reply unsupported(const std::string& param, std::string code, std::string_view hint = {})
{
    return invalid_request(
        "Unsupported parameter: '" + param + "' is not supported with this model." + std::string(hint), param,
        std::move(code));
}

bool is_number_other_than(const json::object& body, std::string_view name, double usual)
{
    const auto* const value = present(body, name);
    return value && value->is_number() && value->to_number<double>() != usual;
}

bool says_something(const json::object& body, std::string_view name)
{
    return is_true(body, name) || is_number_other_than(body, name, 0);
}

complaint check_temperature(const json::object& body)
{
    if (!is_number_other_than(body, "temperature", 1)) return std::nullopt;
    return invalid_request("Unsupported value: 'temperature' does not support " +
                               written(body.at("temperature").to_number<double>()) +
                               " with this model. Only the default (1) value is supported.",
                           "temperature", "unsupported_value");
}

bool asks_for_logprobs(const json::object& body)
{
    const auto* const include = present(body, "include");
    return include && include->is_array() && std::ranges::any_of(include->get_array(), [](const auto& one) {
               return one.is_string() && one.get_string() == "message.output_text.logprobs";
           });
}

error_reply no_logprobs(std::string param)
{
    return invalid_request("logprobs are not supported with reasoning models.", std::move(param),
                           "unsupported_parameter");
}

bool is_thoughtless(std::string_view effort)
{
    return effort == "none";
}

}  // namespace

model_family family_of(std::string_view model)
{
    const bool chats = model.find("chat") != std::string_view::npos;  // gpt-5-chat-latest does not think
    const auto is_one = [model](std::string_view family) { return is_of_family(model, family); };
    if (!chats && std::ranges::any_of(thinking, is_one)) return model_family::thinking;
    const bool is_plain = begins_with_one_of(model, plain) || (chats && model.starts_with("gpt-5"));
    return is_plain ? model_family::plain : model_family::unknown;
}

complaint check_chat_model(const asked& what)
{
    if (family_of(what.model) != model_family::thinking) return std::nullopt;
    const auto& body = what.body;
    const std::string code = "unsupported_parameter";
    if (present(body, "max_tokens"))
        return unsupported("max_tokens", code, " Use 'max_completion_tokens' instead.");
    if (present(body, "stop") && !begins_with_one_of(what.model, thinking_that_stop))
        return unsupported("stop", code);
    for (const auto name : never_taken)
        if (present(body, name)) return unsupported(std::string(name), code);
    if (is_thoughtless(text_of(body, "reasoning_effort"))) return std::nullopt;
    if (auto bad = check_temperature(body)) return bad;
    if (is_number_other_than(body, "top_p", 1)) return unsupported("top_p", code);
    for (const auto name : not_while_thinking)
        if (says_something(body, name)) return unsupported(std::string(name), code);
    return std::nullopt;
}

complaint check_responses_model(const asked& what)
{
    if (family_of(what.model) != model_family::thinking) return std::nullopt;
    const auto& body = what.body;
    const auto* const reasoning = present(body, "reasoning");
    if (reasoning && reasoning->is_object() && is_thoughtless(text_of(reasoning->get_object(), "effort")))
        return std::nullopt;
    if (is_number_other_than(body, "temperature", 1)) return unsupported("temperature", {});
    if (present(body, "top_p")) return unsupported("top_p", {});
    for (const auto* const name : {"presence_penalty", "frequency_penalty"})
        if (says_something(body, name)) return unsupported(name, {});
    if (asks_for_logprobs(body)) return no_logprobs("include");
    if (is_number_other_than(body, "top_logprobs", 0)) return no_logprobs("top_logprobs");
    return std::nullopt;
}

}  // namespace parley::mock
