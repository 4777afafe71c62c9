// What the real service refuses of a chat, word for word: a row is a body and the service's error.
#include "mock/wire/test_refusals.hpp"

namespace parley::mock {
namespace {

constexpr const char* path = "/v1/chat/completions";

// A model, and a message unless the members have some.
std::string begin_of(std::string_view model, std::string_view members)
{
    const bool has_messages = members.find("\"messages\"") != std::string_view::npos;
    return "\"model\":\"" + std::string(model) + "\"" +
           (has_messages ? "" : R"(,"messages":[{"role":"user","content":"Q"}])");
}

void expect_refused(std::string_view model, std::span<const refused_row> rows)
{
    for (const auto& row : rows)
        parley::mock::expect_refused(path, begin_of(model, row.members), std::span(&row, 1));
}

void expect_taken(std::string_view model, std::initializer_list<std::string_view> bodies)
{
    for (const auto members : bodies) parley::mock::expect_taken(path, begin_of(model, members), {members});
}

constexpr std::string_view call_c =
    R"({"role":"assistant","tool_calls":[
        {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]})";

std::string messages(std::initializer_list<std::string_view> list)
{
    std::string all;
    for (const auto one : list) all += (all.empty() ? "" : ",") + std::string(one);
    return "\"messages\":[" + all + "]";
}

TEST(RefusedChat, PairsCallsWithTheirAnswers)
{
    constexpr std::string_view answer_c = R"({"role":"tool","tool_call_id":"c","content":"R"})";
    constexpr std::string_view answer_d = R"({"role":"tool","tool_call_id":"d","content":"R"})";
    constexpr std::string_view question = R"({"role":"user","content":"Q"})";
    const std::string no_answer =
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
        "'tool_call_id'. The following tool_call_ids did not have response messages: c";
    const auto orphan = messages({answer_c});
    const auto between = messages({call_c, question, answer_c});
    const auto at_the_end = messages({call_c});
    const auto other = messages({call_c, answer_d});
    const auto twice = messages({call_c, answer_c, answer_c});
    const refused_row rows[] = {
        {orphan, "messages.[0].role", "",
         "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
         "'tool_calls'."},
        {between, "messages.[1].role", "", no_answer},
        {at_the_end, "messages", "", no_answer},
        {other, "messages.[1].tool_call_id", "",
         "Invalid parameter: 'tool_call_id' of 'd' not found in 'tool_calls' of previous message."},
        {twice, "messages.[2].tool_call_id", "",
         "Invalid parameter: Duplicate value for 'tool_call_id' of 'c', in messages[1] and messages[2]."},
    };
    expect_refused("m", rows);
    expect_taken("m", {messages({call_c, answer_c, question})});
}

TEST(RefusedChat, LooksIntoCalls)
{
    const auto calls = [](std::string_view list) {
        return R"("messages":[{"role":"assistant","tool_calls":[)" + std::string(list) + "]}]";
    };
    const auto with_index =
        calls(R"({"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}})");
    const auto no_id = calls(R"({"type":"function","function":{"name":"f","arguments":""}})");
    const auto parsed = calls(R"({"id":"c","type":"function","function":{"name":"f","arguments":{}}})");
    const auto no_function = calls(R"({"id":"c","type":"function"})");
    const auto one = R"({"id":"c","type":"function","function":{"name":"f","arguments":""}})";
    const auto same = calls(std::string(one) + "," + one);
    const refused_row rows[] = {
        {with_index, "messages[0].tool_calls[0].index", "unknown_parameter",
         "Unknown parameter: 'messages[0].tool_calls[0].index'."},
        {no_id, "messages[0].tool_calls[0].id", "missing_required_parameter",
         "Missing required parameter: 'messages[0].tool_calls[0].id'."},
        {parsed, "messages[0].tool_calls[0].function.arguments", "invalid_type",
         "Invalid type for 'messages[0].tool_calls[0].function.arguments': expected a string, but got an "
         "object "
         "instead."},
        {no_function, "messages[0].tool_calls[0].function", "missing_required_parameter",
         "Missing required parameter: 'messages[0].tool_calls[0].function'."},
        {same, "messages.[0].tool_call_id", "",
         "Invalid parameter: Duplicate value for 'tool_call_id' of 'c', in messages[0] and messages[0]."},
    };
    expect_refused("m", rows);
}

TEST(RefusedChat, LooksIntoParts)
{
    const auto part = [](std::string_view role, std::string_view one) {
        return R"("messages":[{"role":")" + std::string(role) + R"(","content":[)" + std::string(one) + "]}]";
    };
    const auto of_responses = part("user", R"({"type":"input_text","text":"Q"})");
    const auto plain_url = part("user", R"({"type":"image_url","image_url":"data:,"})");
    const auto of_system = part("system", R"({"type":"image_url","image_url":{"url":"data:,"}})");
    const refused_row rows[] = {
        {of_responses, "messages[0].content[0].type", "invalid_value",
         "Invalid value: 'input_text'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', "
         "'audio', and 'file'."},
        {plain_url, "messages[0].content[0].image_url", "invalid_type",
         "Invalid type for 'messages[0].content[0].image_url': expected an object, but got a string "
         "instead."},
        {of_system, "messages[0]", "invalid_value",
         "Invalid 'messages[0]'. Image URLs are only allowed for messages with role 'user', but this message "
         "with "
         "role 'system' contains an image URL."},
    };
    expect_refused("m", rows);
}

TEST(RefusedChat, TellsTypesAndBounds)
{
    const refused_row rows[] = {
        {R"("n":"2")", "n", "invalid_type",
         "Invalid type for 'n': expected an integer, but got a string instead."},
        {R"("n":0)", "n", "integer_below_min_value",
         "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead."},
        {R"("temperature":2.5)", "temperature", "decimal_above_max_value",
         "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead."},
        {R"("top_p":-1)", "top_p", "decimal_below_min_value",
         "Invalid 'top_p': decimal below minimum value. Expected a value >= 0, but got -1 instead."},
        {R"("presence_penalty":-3)", "presence_penalty", "decimal_below_min_value",
         "Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 "
         "instead."},
        {R"("frequency_penalty":3)", "frequency_penalty", "decimal_above_max_value",
         "Invalid 'frequency_penalty': decimal above maximum value. Expected a value <= 2, but got 3 "
         "instead."},
        {R"("max_completion_tokens":0)", "max_completion_tokens", "integer_below_min_value",
         "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1, but got 0 "
         "instead."},
        {R"("seed":1.5)", "seed", "invalid_type",
         "Invalid type for 'seed': expected an integer, but got a decimal number instead."},
        {R"("stop":["a","b","c","d","e"])", "stop", "array_above_max_length",
         "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
         "length 5 "
         "instead."},
        {R"("logit_bias":{"x":1})", "logit_bias", "",
         "Invalid key in 'logit_bias': x. You should only be submitting non-negative integers."},
        {R"("logit_bias":{"5":101})", "logit_bias.5", "decimal_above_max_value",
         "Invalid 'logit_bias.5': decimal above maximum value. Expected a value <= 100, but got 101 "
         "instead."},
        {R"("user":{})", "user", "invalid_type",
         "Invalid type for 'user': expected a string, but got an object instead."},
        {R"("service_tier":"gold")", "service_tier", "invalid_value",
         "Invalid value: 'gold'. Supported values are: 'auto', 'default', 'fast', 'flex', 'priority', "
         "'scale', and 'ultrafast'."},
        {R"("metadata":{"k":7})", "metadata.k", "invalid_type",
         "Invalid type for 'metadata.k': expected a string, but got an integer instead."},
        {R"("moderation":{})", "moderation.model", "missing_required_parameter",
         "Missing required parameter: 'moderation.model'."},
    };
    expect_refused("m", rows);
    expect_taken("m", {R"("seed":-7,"n":2,"temperature":2,"stop":["a","b","c","d"],"logit_bias":{"5":-100})",
                       R"("temperature":null,"seed":null,"tools":null)"});
}

TEST(RefusedChat, TellsWhatDependsOnAnotherMember)
{
    const refused_row rows[] = {
        {R"("stream_options":{"include_usage":true})", "stream_options", "",
         "The 'stream_options' parameter is only allowed when 'stream' is enabled."},
        {R"("stream":true,"stream_options":{"usage":true})", "stream_options.usage", "unknown_parameter",
         "Unknown parameter: 'stream_options.usage'."},
        {R"("top_logprobs":1)", "top_logprobs", "",
         "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."},
        {R"("logprobs":true,"top_logprobs":21)", "top_logprobs", "",
         "Invalid value for 'top_logprobs': must be less than or equal to 20."},
        {R"("max_tokens":5,"max_completion_tokens":5)", "max_tokens", "invalid_parameter_combination",
         "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."},
        {R"("tool_choice":"auto")", "tool_choice", "",
         "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."},
        {R"("parallel_tool_calls":false)", "parallel_tool_calls", "",
         "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are "
         "specified."},
        {R"("function_call":"auto")", "function_call", "",
         "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are "
         "specified."},
        {R"("response_format":{"type":"json_object"})", "messages", "",
         "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
         "'json_object'."},
    };
    expect_refused("m", rows);
    expect_taken(
        "m", {R"("messages":[{"role":"user","content":"As JSON!"}],"response_format":{"type":"json_object"})",
              R"("logprobs":true,"top_logprobs":20)"});
}

TEST(RefusedChat, LooksIntoTheFormatOfTheAnswer)
{
    const refused_row rows[] = {
        {R"("response_format":{})", "response_format.type", "missing_required_parameter",
         "Missing required parameter: 'response_format.type'."},
        {R"("response_format":{"type":"xml"})", "response_format.type", "invalid_value",
         "Invalid value: 'xml'. Supported values are: 'json_object', 'json_schema', and 'text'."},
        {R"("response_format":{"type":"text","strict":true})", "response_format.strict", "unknown_parameter",
         "Unknown parameter: 'response_format.strict'."},
        {R"("response_format":{"type":"json_schema","json_schema":{}})", "response_format.json_schema.name",
         "missing_required_parameter", "Missing required parameter: 'response_format.json_schema.name'."},
        {R"("response_format":{"type":"json_schema","json_schema":{"name":"s","strict":true,
             "schema":{"type":"object","properties":{}}}})",
         "response_format", "",
         "Invalid schema for response_format 's': In context=(), 'additionalProperties' is required to be "
         "supplied "
         "and to be false."},
    };
    expect_refused("m", rows);
}

TEST(RefusedChat, LooksIntoTools)
{
    const refused_row rows[] = {
        {R"("tools":[{"type":"search"}])", "tools[0].type", "invalid_value",
         "Invalid value: 'search'. Supported values are: 'function' and 'custom'."},
        {R"("tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":
             {"type":"object","properties":{"a":{"type":"object"}},"required":["a"],
              "additionalProperties":false}}}])",
         "tools[0].function.parameters", "invalid_function_parameters",
         "Invalid schema for function 'f': In context=('properties', 'a'), 'additionalProperties' is "
         "required to be "
         "supplied and to be false."},
        {R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":7)", "tool_choice",
         "invalid_type",
         "Invalid type for 'tool_choice': expected one of one of 'none', 'auto', or 'required' or object, "
         "but got an "
         "integer instead."},
        {R"("tools":[{"type":"function","function":{"name":"f"}}],
            "tool_choice":{"type":"function","function":{}})",
         "tool_choice.function.name", "missing_required_parameter",
         "Missing required parameter: 'tool_choice.function.name'."},
        {R"("functions":[{"parameters":{}}])", "functions[0].name", "missing_required_parameter",
         "Missing required parameter: 'functions[0].name'."},
    };
    expect_refused("m", rows);
    expect_taken("m", {R"("tools":[{"type":"custom","custom":{"name":"g"}}],
                          "tool_choice":{"type":"custom","custom":{"name":"g"}})"});
}

TEST(RefusedChat, NamesMembersThatItDoesNotKnow)
{
    const refused_row older[] = {
        {R"("zebra":1)", "", "", "Unrecognized request argument supplied: zebra"},
        {R"("zebra":1,"apple":2,"n":0)", "", "", "Unrecognized request arguments supplied: apple, zebra"},
    };
    expect_refused("m", older);
    const refused_row plain[] = {
        {R"("reasoning_effort":"low")", "", "", "Unrecognized request argument supplied: reasoning_effort"}};
    expect_refused("gpt-4o-mini", plain);
    const refused_row newer[] = {{R"("reasoning":{"effort":"low"})", "reasoning", "unknown_parameter",
                                  "Unknown parameter: 'reasoning'."}};
    expect_refused("gpt-5.6-terra", newer);
}

TEST(RefusedChat, KnowsWhatModelsThatThinkDoNotTake)
{
    const auto refused = [](std::string_view members, std::string_view name) {
        const std::string sentence =
            "Unsupported parameter: '" + std::string(name) + "' is not supported with this model.";
        const refused_row rows[] = {{members, name, "unsupported_parameter", sentence}};
        expect_refused("gpt-5.6-terra", rows);
    };
    refused(R"("stop":["ZZ"])", "stop");
    refused(R"("logit_bias":{"1":1})", "logit_bias");
    refused(R"("top_p":0.5)", "top_p");
    refused(R"("presence_penalty":0.5)", "presence_penalty");
    refused(R"("logprobs":true)", "logprobs");
    const refused_row rows[] = {
        {R"("max_tokens":32)", "max_tokens", "unsupported_parameter",
         "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
         "instead."},
        {R"("temperature":0.5)", "temperature", "unsupported_value",
         "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value "
         "is "
         "supported."},
    };
    expect_refused("gpt-5.6-terra", rows);
    expect_taken("gpt-5.6-terra", {R"("temperature":1,"top_p":1,"presence_penalty":0,"logprobs":false)",
                                   R"("reasoning_effort":"none","frequency_penalty":0.5,"logprobs":true)",
                                   R"("parallel_tool_calls":false)"});
    expect_taken("gpt-5-chat-latest", {R"("temperature":0.5)"});
    expect_taken("o3-mini", {R"("stop":"ZZ")"});
}

TEST(RefusedChat, TakesWhatOnlyAzureKnowsFromAzureOnly)
{
    constexpr std::string_view members = R"("data_sources":[{"type":"azure_search"}])";
    parley::mock::expect_taken("/openai/v1/chat/completions", begin_of("m", members), {members});
    const refused_row rows[] = {{members, "", "", "Unrecognized request argument supplied: data_sources"}};
    expect_refused("m", rows);
}

}  // namespace
}  // namespace parley::mock
