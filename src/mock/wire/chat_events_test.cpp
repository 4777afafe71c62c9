#include "mock/wire/chat_events.hpp"

#include "mock/wire/test_scripts.hpp"
#include "openai/chat_decoder.hpp"
#include "openai/test_answers.hpp"

namespace parley::mock {
namespace {

constexpr const char* streamed =
    R"({"model":"m-1","messages":[{"role":"user","content":"How long is the leave?"}],"stream":true)";

asked ask(std::string_view more = "", std::string path = "/v1/chat/completions", std::string query = {})
{
    return read_good(
        post(std::move(path), std::string(streamed) + std::string(more) + "}", {}, std::move(query)));
}

reply say(std::string text)
{
    return {.content = text_reply{.text = std::move(text)}};
}

openai::decoded decode(const std::string& bytes)
{
    openai::chunk_parser parser;
    openai::chat_decoder decoder(parser);
    return openai::decode(decoder, {bytes});
}

TEST(ChatEvents, AreThoseOfTheServiceForAText)
{
    const auto all = act_out(ask(), say("The leave is 30 days."));
    EXPECT_EQ(all.bytes, golden("chat-text.sse", all.bytes));
    EXPECT_EQ(all.head->headers.find("Content-Type"), "text/event-stream");
    EXPECT_EQ(all.how, ending::whole);

    const auto read = decode(all.bytes);
    EXPECT_FALSE(read.failure);
    EXPECT_EQ(read.whole.text, "The leave is 30 days.");
    EXPECT_EQ(read.whole.finish_reason, "stop");
    EXPECT_FALSE(read.whole.used);
    EXPECT_EQ(read.origin.model, "m-1");
}

TEST(ChatEvents, TellTheUsageInAChunkOfItsOwnWhenAskedTo)
{
    auto answer = say("Yes.");
    std::get<text_reply>(answer.content).usage =
        usage_reply{.prompt = 23, .completion = 896, .reasoning = 384};
    const auto all = act_out(ask(R"(,"stream_options":{"include_usage":true})"), answer);
    EXPECT_EQ(all.bytes, golden("chat-usage.sse", all.bytes));

    const auto read = decode(all.bytes);
    ASSERT_TRUE(read.whole.used);
    EXPECT_EQ(read.whole.used->total_tokens, 919);
    EXPECT_EQ(read.whole.used->reasoning_tokens, 384);
}

TEST(ChatEvents, CutCallsIntoFragmentsThatNameTheirIndex)
{
    text_reply calls;
    calls.tool_calls = {{.id = "call_1", .name = "search", .arguments = R"({"query":"leave"})"},
                        {.name = "now", .arguments = ""},
                        {.name = "add", .arguments = R"({"a":1})"}};
    const auto all = act_out(ask(), {.content = calls});
    EXPECT_EQ(all.bytes, golden("chat-tool-calls.sse", all.bytes));

    const auto read = decode(all.bytes);
    EXPECT_FALSE(read.failure);
    EXPECT_EQ(read.whole.finish_reason, "tool_calls");
    ASSERT_EQ(read.whole.tool_calls.size(), 3U);
    EXPECT_EQ(read.whole.tool_calls[0].id, "call_1");
    EXPECT_EQ(read.whole.tool_calls[0].arguments, R"({"query":"leave"})");
    EXPECT_EQ(read.whole.tool_calls[1].name, "now");
    EXPECT_EQ(read.whole.tool_calls[2].arguments, R"({"a":1})");
    EXPECT_EQ(read.whole.tool_calls[2].id.size(), 29U);
}

TEST(ChatEvents, ShowReasoningBeforeTheTextAndRefusalsByThemselves)
{
    auto all = act_out(ask(), {.content = text_reply{.text = "42.", .reasoning = "Six by seven."}});
    EXPECT_EQ(all.bytes, golden("chat-reasoning.sse", all.bytes));
    EXPECT_EQ(decode(all.bytes).whole.reasoning, "Six by seven.");

    all = act_out(ask(), {.content = text_reply{.refusal = "I cannot help with that."}});
    EXPECT_EQ(all.bytes, golden("chat-refusal.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_TRUE(read.whole.refusal);
    EXPECT_EQ(read.whole.text, "I cannot help with that.");
}

TEST(ChatEvents, InterleaveSeveralChoices)
{
    const auto all = act_out(ask(R"(,"n":2)"), say("Yes, indeed."));
    EXPECT_EQ(all.bytes, golden("chat-two-choices.sse", all.bytes));
    EXPECT_EQ(decode(all.bytes).whole.text, "Yes, indeed.");
}

TEST(ChatEvents, ReverseTheOrderOfIndexesAsAFault)
{
    auto answer = say("Yes.");
    answer.failure = fault{.kind = fault_kind::reordered_index};
    const auto all = act_out(ask(R"(,"n":2)"), answer);
    EXPECT_LT(all.bytes.find(R"({"index":1)"), all.bytes.find(R"({"index":0)"));
    EXPECT_EQ(decode(all.bytes).whole.text, "Yes.");
}

TEST(ChatEvents, BeginOnAzureWithWhatTheFilterSaysOfThePrompt)
{
    auto answer = say("30 days.");
    std::get<text_reply>(answer.content).filtered = {{"violence", "low"}};
    const auto all =
        act_out(ask("", "/openai/deployments/gpt/chat/completions", "api-version=2024-10-21"), answer);
    EXPECT_EQ(all.bytes, golden("chat-azure.sse", all.bytes));

    const auto read = decode(all.bytes);
    EXPECT_EQ(read.origin.model, "gpt");
    ASSERT_EQ(read.whole.findings.size(), 1U);
    EXPECT_EQ(read.whole.findings[0].category, "violence");
    EXPECT_EQ(read.whole.findings[0].severity, "low");
    EXPECT_FALSE(read.whole.findings[0].filtered);
}

TEST(ChatEvents, SayOnAzureWhatWasWithheld)
{
    text_reply withheld{.text = "How to", .finish_reason = "content_filter", .filtered = {{"hate", "high"}}};
    const auto all = act_out(ask("", "/openai/v1/chat/completions"), {.content = withheld});
    EXPECT_EQ(all.bytes, golden("chat-azure-withheld.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.finish_reason, "content_filter");
    ASSERT_FALSE(read.whole.findings.empty());
    EXPECT_TRUE(read.whole.findings.back().filtered);

    text_reply severe{.text = "How to", .filtered = {{"hate", "high"}}};
    EXPECT_EQ(act_out(ask("", "/openai/v1/chat/completions"), {.content = severe}).bytes, all.bytes);
    EXPECT_EQ(decode(act_out(ask(), {.content = severe}).bytes).whole.finish_reason, "stop");
}

TEST(ChatEvents, AreTheSameForTheSameSeedAndDifferForTheNextRequest)
{
    const auto once = act_out(ask(), say("Yes."), {.seed = 7, .number = 1});
    EXPECT_EQ(act_out(ask(), say("Yes."), {.seed = 7, .number = 1}).bytes, once.bytes);
    EXPECT_NE(act_out(ask(), say("Yes."), {.seed = 7, .number = 2}).bytes, once.bytes);
    EXPECT_NE(act_out(ask(), say("Yes."), {.seed = 8, .number = 1}).bytes, once.bytes);
}

TEST(ChatEvents, StopAtPausesByTheirPlaceInTheText)
{
    auto answer = say("First part. Second part.");
    answer.chunks.by = chunking::unit::whole;
    std::get<text_reply>(answer.content).pauses = {{"begin", 0}, {"half", 11}, {"end", 24}};
    const auto all = act_out(ask(), answer);
    EXPECT_EQ(all.pauses, (std::vector<std::string>{"begin", "half", "end"}));
    const auto before = [&](std::size_t pause) { return all.bytes.substr(0, all.pause_places[pause]); };
    EXPECT_EQ(before(0).find("First"), std::string::npos);
    EXPECT_NE(before(1).find(R"("First part.")"), std::string::npos);
    EXPECT_EQ(before(1).find("Second"), std::string::npos);
    EXPECT_NE(before(2).find("Second part."), std::string::npos);
    EXPECT_EQ(before(2).find("[DONE]"), std::string::npos);
    EXPECT_EQ(decode(all.bytes).whole.text, "First part. Second part.");
}

TEST(ChatEvents, CarryExactPiecesAsTheyWereGiven)
{
    reply answer{.chunks = {.by = chunking::unit::given, .pieces = {"A <", "", "< B >>"}}};
    const auto all = act_out(ask(), answer);
    EXPECT_NE(all.bytes.find(R"("content":"A <")"), std::string::npos);
    EXPECT_NE(all.bytes.find(R"("content":"< B >>")"), std::string::npos);
    EXPECT_EQ(decode(all.bytes).whole.text, "A << B >>");
}

}  // namespace
}  // namespace parley::mock
