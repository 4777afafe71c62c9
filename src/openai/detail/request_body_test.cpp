#include "openai/detail/request_body.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <limits>

namespace parley::openai {
namespace {

namespace json = boost::json;

json::value completions(const chat_request& request)
{
    return json::parse(completions_body(request, usage_reporting::omit).value());
}

json::value responses(const chat_request& request)
{
    return json::parse(responses_body(request).value());
}

// A conversation with everything that one may hold.
chat_request conversation()
{
    chat_request request{.model = "m"};
    request.messages.push_back({"system", "Be \"brief\"."});
    message shown{.role = "user", .content = "What is this?"};
    shown.parts = {image_part{"https://x.example/a.png", "low"}, text_part{"And this?"},
                   image_part{"data:image/png;base64,AAAA"}};
    request.messages.push_back(shown);
    request.messages.push_back({.role = "assistant", .tool_calls = {{"call_a", "look", "{\"x\":1}"}}});
    request.messages.push_back({.role = "tool", .content = "a cat", .tool_call_id = "call_a"});
    request.messages.push_back({"assistant", "A cat."});
    request.messages.push_back({"user", "Thanks."});
    return request;
}

TEST(RequestBody, WritesAConversationForChatCompletions)
{
    EXPECT_EQ(completions(conversation()), json::parse(R"({"model":"m","stream":true,"messages":[
        {"role":"system","content":"Be \"brief\"."},
        {"role":"user","content":[
            {"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"https://x.example/a.png","detail":"low"}},
            {"type":"text","text":"And this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
        {"role":"assistant","content":null,"tool_calls":[
            {"id":"call_a","type":"function","function":{"name":"look","arguments":"{\"x\":1}"}}]},
        {"role":"tool","content":"a cat","tool_call_id":"call_a"},
        {"role":"assistant","content":"A cat."},
        {"role":"user","content":"Thanks."}]})"));
}

TEST(RequestBody, WritesAConversationForResponses)
{
    EXPECT_EQ(responses(conversation()), json::parse(R"({"model":"m","stream":true,"store":false,
        "instructions":"Be \"brief\".",
        "input":[
            {"role":"user","content":[
                {"type":"input_text","text":"What is this?"},
                {"type":"input_image","image_url":"https://x.example/a.png","detail":"low"},
                {"type":"input_text","text":"And this?"},
                {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},
            {"type":"function_call","call_id":"call_a","name":"look","arguments":"{\"x\":1}"},
            {"type":"function_call_output","call_id":"call_a","output":"a cat"},
            {"role":"assistant","content":"A cat."},
            {"role":"user","content":"Thanks."}]})"));
}

TEST(RequestBody, GivesSealedReasoningBackBeforeTheCallsItLedTo)
{
    chat_request request{.model = "m"};
    request.messages.push_back({"user", "Look."});
    request.messages.push_back(
        {.role = "assistant", .tool_calls = {{"call_a", "look", "{}"}}, .sealed = {{"rs_1", "gAAA=="}}});
    request.reasoning = {.effort = "low", .summary = "auto", .memory = reasoning_wish::memory_kind::sealed};
    const auto body = responses(request);
    EXPECT_EQ(body.at("input").at(1),
              json::parse(R"({"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA=="})"));
    EXPECT_EQ(body.at("input").at(2).at("type"), "function_call");
    EXPECT_EQ(body.at("reasoning"), json::parse(R"({"effort":"low","summary":"auto"})"));
    EXPECT_EQ(body.at("include"), json::parse(R"(["reasoning.encrypted_content"])"));
}

TEST(RequestBody, KeepsASystemMessageThatIsAllThereIs)
{
    const auto body = responses({.model = "m", .messages = {{"system", "Say hello."}}});
    EXPECT_EQ(body.at("input"), json::parse(R"([{"role":"system","content":"Say hello."}])"));
    EXPECT_FALSE(body.as_object().contains("instructions"));
}

chat_request with_wishes()
{
    chat_request request{.model = "m", .messages = {{"user", "q"}}};
    request.temperature = 0.3;
    request.top_p = 1;
    request.output_tokens_max = 100;
    request.tools = {{.name = "look",
                      .description = "Looks.",
                      .parameters = "{ \"type\": \"object\",\n \"properties\": {} }",
                      .check = schema_check::strict},
                     {.name = "ping", .check = schema_check::loose}};
    request.only_tool = "look";
    request.json =
        json_answer{.schema = R"({"type":"object"})", .name = "finding", .check = schema_check::strict};
    request.reasoning.effort = "low";
    request.how = delivery::whole;
    return request;
}

TEST(RequestBody, WritesEveryWishForChatCompletions)
{
    auto request = with_wishes();
    request.stop = {"\n", "END"};
    request.seed = -7;
    EXPECT_EQ(completions(request), json::parse(R"({"model":"m","messages":[{"role":"user","content":"q"}],
        "stream":false,"temperature":0.3,"top_p":1,"max_tokens":100,"stop":["\n","END"],"seed":-7,
        "tools":[
            {"type":"function","function":{"name":"look","description":"Looks.",
                "parameters":{"type":"object","properties":{}},"strict":true}},
            {"type":"function","function":{"name":"ping",
                "parameters":{"type":"object","properties":{},"additionalProperties":false},"strict":false}}],
        "tool_choice":{"type":"function","function":{"name":"look"}},
        "response_format":{"type":"json_schema",
            "json_schema":{"name":"finding","schema":{"type":"object"},"strict":true}},
        "reasoning_effort":"low"})"));
}

TEST(RequestBody, WritesEveryWishForResponses)
{
    EXPECT_EQ(responses(with_wishes()), json::parse(R"({"model":"m","input":[{"role":"user","content":"q"}],
        "store":false,"stream":false,"temperature":0.3,"top_p":1,"max_output_tokens":100,
        "tools":[
            {"type":"function","name":"look","description":"Looks.",
                "parameters":{"type":"object","properties":{}},"strict":true},
            {"type":"function","name":"ping",
                "parameters":{"type":"object","properties":{},"additionalProperties":false},"strict":false}],
        "tool_choice":{"type":"function","name":"look"},
        "text":{"format":{"type":"json_schema","name":"finding","schema":{"type":"object"},"strict":true}},
        "reasoning":{"effort":"low"}})"));
}

TEST(RequestBody, AsksForAnyObjectWithoutASchema)
{
    chat_request request{.model = "m", .messages = {{"user", "q"}}};
    request.json.emplace();
    request.use_tools = tool_use::required;
    EXPECT_EQ(completions(request).at("response_format"), json::parse(R"({"type":"json_object"})"));
    EXPECT_EQ(completions(request).at("tool_choice"), "required");
    EXPECT_EQ(responses(request).at("text"), json::parse(R"({"format":{"type":"json_object"}})"));
    EXPECT_EQ(responses(request).at("tool_choice"), "required");
}

TEST(RequestBody, AsksForUsageOnlyWithAStream)
{
    chat_request request{.model = "m", .messages = {{"user", "q"}}};
    const auto asks = [&request] {
        return completions_body(request, usage_reporting::ask)->find("include_usage") != std::string::npos;
    };
    EXPECT_TRUE(asks());
    request.how = delivery::whole;
    EXPECT_FALSE(asks());
}

// What was wished and not sent would be found out late, if ever.
TEST(RequestBody, RefusesWhatAnApiHasNoWordFor)
{
    const auto is_refused = [](auto change, auto write) {
        chat_request request{.model = "m", .messages = {{"user", "q"}}};
        change(request);
        const auto body = write(request);
        return body.has_error() && body.error().code == errc::unsupported;
    };
    const auto to_responses = [](const chat_request& request) { return responses_body(request); };
    const auto to_completions = [](const chat_request& request) {
        return completions_body(request, usage_reporting::ask);
    };
    EXPECT_TRUE(is_refused([](chat_request& request) { request.stop = {"x"}; }, to_responses));
    EXPECT_TRUE(is_refused([](chat_request& request) { request.seed = 1; }, to_responses));
    EXPECT_TRUE(
        is_refused([](chat_request& request) { request.reasoning.summary = "auto"; }, to_completions));
    EXPECT_TRUE(is_refused(
        [](chat_request& request) { request.reasoning.memory = reasoning_wish::memory_kind::sealed; },
        to_completions));
    EXPECT_TRUE(is_refused(
        [](chat_request& request) {
            request.messages[0].sealed = {{"rs_1", "x"}};
        },
        to_completions));
}

TEST(RequestBody, RefusesWhatWouldBreakTheBody)
{
    for (const auto* schema : {"{", "[]", "{} {}", "{\"a\":\"\xC3(\"}"}) {
        chat_request request{.model = "m", .messages = {{"user", "q"}}};
        request.tools = {{.name = "t", .parameters = schema}};
        EXPECT_EQ(completions_body(request, usage_reporting::ask).error().code, errc::invalid_input)
            << schema;
        request.tools = {};
        request.json = json_answer{.schema = schema};
        EXPECT_EQ(responses_body(request).error().code, errc::invalid_input) << schema;
    }
    chat_request request{.model = "m", .messages = {{"user", "q"}}};
    request.temperature = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(responses_body(request).error().code, errc::invalid_input);
}

TEST(RequestBody, WritesTextThatIsNotUtf8AsWhatIsLeftOfIt)
{
    const auto body = completions({.model = "m", .messages = {{"user", "a\xFFz"}}});
    EXPECT_EQ(body.at("messages").at(0).at("content"), "a\uFFFDz");
}

}  // namespace
}  // namespace parley::openai
