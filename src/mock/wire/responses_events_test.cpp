#include "mock/wire/responses_events.hpp"

#include "mock/wire/test_scripts.hpp"
#include "openai/responses_decoder.hpp"
#include "openai/test_answers.hpp"

namespace parley::mock {
namespace {

asked ask(std::string_view more = "", std::string path = "/v1/responses")
{
    const std::string body =
        R"({"model":"m-1","instructions":"Be brief.","input":"How long is the leave?","stream":true)";
    return read_good(post(std::move(path), body + std::string(more) + "}"));
}

openai::decoded decode(const std::string& bytes)
{
    openai::response_parser parser;
    openai::responses_decoder decoder(parser);
    return openai::decode(decoder, {bytes});
}

// The names of all events, one letter case, in order.
std::vector<std::string> names_in(const std::string& bytes)
{
    std::vector<std::string> names;
    for (std::size_t at = 0; (at = bytes.find("event: ", at)) != std::string::npos; ++at)
        names.push_back(bytes.substr(at + 7, bytes.find('\n', at) - at - 7));
    return names;
}

// Numbers from 0 on, without a gap.
std::size_t numbered(const std::string& bytes)
{
    const std::string_view name = "\"sequence_number\":";
    std::size_t count = 0;
    for (std::size_t at = 0; (at = bytes.find(name, at)) != std::string::npos; ++at, ++count)
        EXPECT_EQ(bytes.compare(at + name.size(), std::to_string(count).size(), std::to_string(count)), 0);
    return count;
}

TEST(ResponsesEvents, AreThoseOfTheServiceForAText)
{
    const auto all = act_out(ask(), {.content = text_reply{.text = "30 days."}});
    EXPECT_EQ(all.bytes, golden("responses-text.sse", all.bytes));
    EXPECT_EQ(names_in(all.bytes),
              (std::vector<std::string>{
                  "response.created", "response.in_progress", "response.output_item.added",
                  "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                  "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                  "response.output_item.done", "response.completed"}));
    EXPECT_EQ(numbered(all.bytes), 11U);

    const auto read = decode(all.bytes);
    EXPECT_FALSE(read.failure);
    EXPECT_EQ(read.whole.text, "30 days.");
    EXPECT_EQ(read.whole.finish_reason, "stop");
    ASSERT_TRUE(read.whole.used);
    EXPECT_EQ(read.whole.used->completion_tokens, 3);
}

TEST(ResponsesEvents, GiveReasoningAnItemOfItsOwnBeforeTheMessage)
{
    const auto all = act_out(ask(), {.content = text_reply{.text = "42.", .reasoning = "Six by seven."}});
    EXPECT_EQ(all.bytes, golden("responses-reasoning.sse", all.bytes));
    EXPECT_NE(all.bytes.find(R"("output_index":1,"content_index":0,"delta":"42")"), std::string::npos);
    const auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.reasoning, "Six by seven.");
    EXPECT_EQ(read.whole.text, "42.");
}

TEST(ResponsesEvents, GiveEveryCallAnItem)
{
    text_reply calls;
    calls.tool_calls = {{.id = "call_1", .name = "search", .arguments = R"({"query":"leave"})"},
                        {.name = "now", .arguments = "{}"}};
    const auto all = act_out(ask(), {.content = calls});
    EXPECT_EQ(all.bytes, golden("responses-tool-calls.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.finish_reason, "tool_calls");
    ASSERT_EQ(read.whole.tool_calls.size(), 2U);
    EXPECT_EQ(read.whole.tool_calls[0].id, "call_1");
    EXPECT_EQ(read.whole.tool_calls[0].arguments, R"({"query":"leave"})");
    EXPECT_EQ(read.whole.tool_calls[1].name, "now");
}

TEST(ResponsesEvents, RefuseInAPartOfItsOwn)
{
    const auto all = act_out(ask(), {.content = text_reply{.refusal = "I cannot help."}});
    EXPECT_EQ(all.bytes, golden("responses-refusal.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_TRUE(read.whole.refusal);
    EXPECT_EQ(read.whole.text, "I cannot help.");
}

TEST(ResponsesEvents, EndIncompleteWhenALimitOrAFilterCut)
{
    auto all = act_out(ask(), {.content = text_reply{.text = "30", .finish_reason = "length"}});
    EXPECT_EQ(all.bytes, golden("responses-incomplete.sse", all.bytes));
    EXPECT_EQ(decode(all.bytes).whole.finish_reason, "length");

    text_reply withheld{.text = "How to", .finish_reason = "content_filter", .filtered = {{"hate", "high"}}};
    all = act_out(ask("", "/openai/v1/responses"), {.content = withheld});
    EXPECT_EQ(all.bytes, golden("responses-azure-withheld.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.finish_reason, "content_filter");
    ASSERT_FALSE(read.whole.findings.empty());
    EXPECT_EQ(read.whole.findings.back().category, "hate");

    text_reply severe{.text = "How to", .filtered = {{"hate", "high"}}};
    EXPECT_EQ(act_out(ask("", "/openai/v1/responses"), {.content = severe}).bytes, all.bytes);
}

TEST(ResponsesEvents, FailInMidStreamNestedOrFlat)
{
    reply answer{.content = text_reply{.text = "30 days."}};
    answer.failure = fault{.kind = fault_kind::error_event,
                           .events = 5,
                           .message = "Rate limit reached.",
                           .code = "rate_limit_exceeded"};
    auto all = act_out(ask(), answer);
    EXPECT_EQ(all.bytes, golden("responses-error-nested.sse", all.bytes));
    EXPECT_EQ(names_in(all.bytes).back(), "response.failed");
    auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.text, "30");
    ASSERT_TRUE(read.failure);
    EXPECT_EQ(read.failure->code, errc::upstream_busy);

    answer.failure->kind = fault_kind::flat_error_event;
    all = act_out(ask(), answer);
    EXPECT_EQ(all.bytes, golden("responses-error-flat.sse", all.bytes));
    EXPECT_TRUE(decode(all.bytes).failure);
}

TEST(ResponsesEvents, AreNotCompleteWithoutTheTerminalEvent)
{
    reply answer{.content = text_reply{.text = "30 days."}};
    answer.failure = fault{.kind = fault_kind::no_terminal_event};
    const auto all = act_out(ask(), answer);
    EXPECT_EQ(names_in(all.bytes).back(), "response.output_item.done");
    const auto read = decode(all.bytes);
    ASSERT_TRUE(read.failure);
    EXPECT_EQ(read.failure->code, errc::closed);
}

TEST(ResponsesEvents, WaitAtPausesByTheirPlaceInTheText)
{
    reply answer{.content = text_reply{.text = "30 days.", .pauses = {{"half", 2}}}};
    const auto all = act_out(ask(), answer);
    ASSERT_EQ(all.pauses.size(), 1U);
    const auto before = all.bytes.substr(0, all.pause_places[0]);
    EXPECT_NE(before.find(R"("delta":"30")"), std::string::npos);
    EXPECT_EQ(before.find("days"), std::string::npos);
}

TEST(ResponsesEvents, EchoWhatTheRequestSaid)
{
    const auto all = act_out(ask(R"(,"temperature":0.25,"store":false,"metadata":{"a":"b"})"),
                             {.content = text_reply{.text = "Yes."}});
    EXPECT_NE(all.bytes.find(R"("instructions":"Be brief.")"), std::string::npos);
    EXPECT_NE(all.bytes.find(R"("metadata":{"a":"b"})"), std::string::npos);
    EXPECT_NE(all.bytes.find(R"("store":false,"temperature":2.5E-1)"), std::string::npos);
}

}  // namespace
}  // namespace parley::mock
