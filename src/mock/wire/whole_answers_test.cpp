#include "mock/wire/azure_filters.hpp"
#include "mock/wire/test_scripts.hpp"
#include "openai/chat_decoder.hpp"
#include "openai/responses_decoder.hpp"
#include "openai/test_answers.hpp"

#include <boost/json/parse.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

asked ask_chat(std::string_view more = "", std::string path = "/v1/chat/completions")
{
    const std::string body =
        R"({"model":"m-1","messages":[{"role":"user","content":"How long is the leave?"}])";
    return read_good(post(std::move(path), body + std::string(more) + "}"));
}

asked ask_responses()
{
    return read_good(post("/v1/responses", R"({"model":"m-1","input":"How long is the leave?"})"));
}

std::string padded(std::string text)
{
    return text.append(64, ' ');
}

openai::whole_answer read_chat(const std::string& body)
{
    openai::chunk_parser parser;
    auto read = openai::read_completion(parser, std::string_view(padded(body)).substr(0, body.size()));
    EXPECT_TRUE(read) << body;
    return read ? std::move(*read) : openai::whole_answer{};
}

openai::whole_answer read_responses(const std::string& body)
{
    openai::response_parser parser;
    auto read = openai::read_response(parser, std::string_view(padded(body)).substr(0, body.size()));
    EXPECT_TRUE(read) << body;
    return read ? std::move(*read) : openai::whole_answer{};
}

text_reply with_everything()
{
    text_reply text{.text = "30 days.", .reasoning = "It says so."};
    text.tool_calls = {{.id = "call_1", .name = "search", .arguments = R"({"query":"leave"})"}};
    text.usage = usage_reply{.prompt = 23, .completion = 896, .reasoning = 384, .cached = 5};
    return text;
}

TEST(ChatAnswer, HoldsAllThatAStreamWouldSay)
{
    const auto all = act_out(ask_chat(), {.content = with_everything()});
    EXPECT_EQ(all.bytes, golden("chat-whole.json", all.bytes));
    EXPECT_EQ(all.head->headers.find("Content-Type"), "application/json");
    const auto read = read_chat(all.bytes);
    EXPECT_EQ(read.piece.text, "30 days.");
    EXPECT_EQ(read.piece.reasoning, "It says so.");
    EXPECT_EQ(read.piece.finish_reason, "tool_calls");
    EXPECT_EQ(read.piece.tool_calls.at(0).arguments, R"({"query":"leave"})");
    EXPECT_EQ(read.piece.used->total_tokens, 919);
    EXPECT_EQ(read.piece.used->cached_tokens, 5);
}

TEST(ChatAnswer, HasNoContentWhenThereAreCallsAlone)
{
    text_reply call;
    call.tool_calls = {{.name = "now", .arguments = "{}"}};
    const auto body = json::parse(act_out(ask_chat(), {.content = call}).bytes);
    const auto& message = body.at("choices").at(0).at("message");
    EXPECT_TRUE(message.at("content").is_null());
    EXPECT_TRUE(message.at("refusal").is_null());
}

// It said `filtered: false` of what the fixture had filtered, beside the reason "stop".
TEST(ChatAnswer, SaysOnAzureWhyItWasWithheld)
{
    const auto choice_with = [](text_reply text) {
        const auto all = act_out(ask_chat("", "/openai/v1/chat/completions"), {.content = std::move(text)});
        return json::parse(all.bytes).at("choices").at(0).as_object();
    };
    const filter_findings two = {{"hate", "medium"}, {"violence", "low"}};
    const auto found = [](std::string_view filtered, std::string_view severity) {
        return json::parse(R"({"filtered":)" + std::string(filtered) + R"(,"severity":")" +
                           std::string(severity) + "\"}");
    };
    const auto withheld = choice_with({.text = "How to", .filtered = two});
    EXPECT_EQ(withheld.at("finish_reason"), "content_filter");
    EXPECT_EQ(withheld.at("content_filter_results").at("hate"), found("true", "medium"));
    EXPECT_EQ(withheld.at("content_filter_results").at("violence"), found("false", "low"));

    const auto annotated = choice_with({.text = "How to", .finish_reason = "stop", .filtered = two});
    EXPECT_EQ(annotated.at("finish_reason"), "stop");
    EXPECT_EQ(annotated.at("content_filter_results").at("hate"), found("false", "medium"));
}

// As OpenAI does it: only a call that the model chose by itself is a reason to end.
TEST(ChatAnswer, EndsWithStopWhenTheCallerNamedTheFunction)
{
    const auto reason_is = [](std::string_view choice, std::string_view reason, std::string_view streamed) {
        text_reply text;
        text.tool_calls = {{.id = "call_1", .name = "f", .arguments = "{}"}};
        const auto what =
            ask_chat(R"(,"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":)" +
                     std::string(choice) + std::string(streamed));
        const auto said = act_out(what, {.content = text}).bytes;
        const std::string expected = "\"finish_reason\":\"" + std::string(reason) + "\"";
        EXPECT_NE(said.find(expected), std::string::npos) << said;
    };
    for (const auto* const streamed : {"", R"(,"stream":true)"}) {
        reason_is(R"({"type":"function","function":{"name":"f"}})", "stop", streamed);
        reason_is(R"("required")", "tool_calls", streamed);
        reason_is(R"("auto")", "tool_calls", streamed);
    }
}

TEST(ChatAnswer, GivesEveryChoiceItsIndex)
{
    const auto body =
        json::parse(act_out(ask_chat(R"(,"n":3)"), {.content = text_reply{.text = "Yes."}}).bytes);
    ASSERT_EQ(body.at("choices").as_array().size(), 3U);
    EXPECT_EQ(body.at("choices").at(2).at("index").as_int64(), 2);
}

TEST(ChatAnswer, CarriesFilterResultsOnAzure)
{
    const auto all =
        act_out(ask_chat("", "/openai/v1/chat/completions"), {.content = text_reply{.text = "Yes."}});
    EXPECT_EQ(all.bytes, golden("chat-azure-whole.json", all.bytes));
    EXPECT_EQ(read_chat(all.bytes).piece.text, "Yes.");
}

TEST(ResponsesAnswer, HoldsAllThatAStreamWouldSay)
{
    const auto all = act_out(ask_responses(), {.content = with_everything()});
    EXPECT_EQ(all.bytes, golden("responses-whole.json", all.bytes));
    const auto read = read_responses(all.bytes);
    EXPECT_EQ(read.piece.text, "30 days.");
    EXPECT_EQ(read.piece.reasoning, "It says so.");
    EXPECT_EQ(read.piece.finish_reason, "tool_calls");
    EXPECT_EQ(read.piece.used->reasoning_tokens, 384);
}

TEST(WholeAnswer, CountsTokensWhenNothingSaysHowMany)
{
    const auto body = json::parse(act_out(ask_chat(), {.content = text_reply{.text = "30 days."}}).bytes);
    EXPECT_EQ(body.at("usage").at("prompt_tokens").as_int64(), 3 + 3 + 6);
    EXPECT_EQ(body.at("usage").at("completion_tokens").as_int64(), 3);
}

TEST(WholeAnswer, TakesTheTimeThatItsTokensWouldTake)
{
    reply answer{.content = text_reply{.text = "One two three."},
                 .times = timing{.to_first = {.mean_ms = 100}, .per_event = {.mean_ms = 10}}};
    const auto all = act_out(ask_chat(), answer);
    EXPECT_EQ(all.order, "wh");
    EXPECT_EQ(all.waits, (std::vector<std::chrono::nanoseconds>{130ms}));
}

TEST(WholeAnswer, FailsOnTheWireAsAFaultSays)
{
    const auto failing = [](fault what) {
        return act_out(ask_chat(), {.content = text_reply{.text = "Zürich."}, .failure = std::move(what)});
    };
    const auto good = act_out(ask_chat(), {.content = text_reply{.text = "Zürich."}}).bytes;

    auto all = failing({.kind = fault_kind::reset, .at = fault::place::before_head});
    EXPECT_EQ(all.order + "/" + all.bytes, "/");
    EXPECT_EQ(all.how, ending::reset);
    all = failing({.kind = fault_kind::half_event});
    EXPECT_EQ(all.bytes, good.substr(0, good.size() / 2));
    EXPECT_EQ(all.how, ending::cut);
    all = failing({.kind = fault_kind::half_character});
    EXPECT_TRUE(all.bytes.ends_with("\xC3"));
    all = failing({.kind = fault_kind::invalid_json});
    EXPECT_EQ(all.how, ending::whole);
    EXPECT_EQ(all.head->body, good.substr(0, good.size() / 2));
    all = failing({.kind = fault_kind::slow_drip});
    EXPECT_EQ(all.order, "hdb");
    EXPECT_EQ(all.bytes, good);
    all = failing({.kind = fault_kind::html});
    EXPECT_TRUE(all.bytes.starts_with("<!DOCTYPE html>"));
    all = failing({.kind = fault_kind::error_event});
    EXPECT_EQ(all.head->status, 200U);
    EXPECT_TRUE(json::parse(all.bytes).at("error").is_object());
}

TEST(Models, AreListedAndFound)
{
    const script_settings two{.models = {"m-1", "m-2"}};
    auto all = act_out(read_good(get("/v1/models")), {}, two);
    EXPECT_EQ(all.bytes, golden("models.json", all.bytes));
    all = act_out(read_good(get("/v1/models/m-2")), {}, two);
    EXPECT_EQ(json::parse(all.bytes).at("id").as_string(), "m-2");
    all = act_out(read_good(get("/v1/models/other")), {}, two);
    EXPECT_EQ(all.head->status, 404U);
    EXPECT_EQ(json::parse(all.bytes).at("error").at("code").as_string(), "model_not_found");
}

TEST(Models, ComeAfterTheTimeToTheFirstToken)
{
    for (const auto* path : {"/v1/models", "/v1/models/m"}) {
        const auto all = act_out(read_good(get(path)), {.times = timing{.to_first = {.mean_ms = 250}}});
        EXPECT_EQ(all.order, "wh") << path;
        EXPECT_EQ(all.waits, std::vector<std::chrono::nanoseconds>{250ms});
    }
}

TEST(RawReply, GoesOutAsItIs)
{
    const auto all = act_out(ask_chat(), {.content = raw_reply{418, "text/plain", "I am a teapot"}});
    EXPECT_EQ(all.head->status, 418U);
    EXPECT_EQ(all.bytes, "I am a teapot");
}

}  // namespace
}  // namespace parley::mock
