#include "mock/wire/stream_script.hpp"

#include "mock/wire/faulty_bytes.hpp"
#include "mock/wire/test_scripts.hpp"
#include "openai/chat_decoder.hpp"
#include "openai/test_answers.hpp"

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

asked ask()
{
    return read_good(post("/v1/chat/completions",
                          R"({"model":"m","messages":[{"role":"user","content":"Q"}],"stream":true})"));
}

reply say(std::string text)
{
    return {.content = text_reply{.text = std::move(text)}};
}

reply failing(fault what, std::string text = "One two three four.")
{
    auto answer = say(std::move(text));
    answer.failure = std::move(what);
    return answer;
}

std::size_t events_in(std::string_view bytes)
{
    std::size_t count = 0;
    for (std::size_t at = 0; (at = bytes.find("\n\n", at)) != std::string_view::npos; at += 2) ++count;
    return count;
}

openai::decoded decode(const std::string& bytes)
{
    openai::chunk_parser parser;
    openai::chat_decoder decoder(parser);
    return openai::decode(decoder, {bytes});
}

TEST(StreamScript, EndsTheConnectionWhereAFaultSaysSo)
{
    for (const auto& [kind, how] :
         {std::pair(fault_kind::reset, ending::reset), std::pair(fault_kind::close, ending::cut),
          std::pair(fault_kind::stall, ending::stall)}) {
        auto all = act_out(ask(), failing({.kind = kind, .at = fault::place::before_head}));
        EXPECT_EQ(all.order, "");
        EXPECT_EQ(all.how, how);
        all = act_out(ask(), failing({.kind = kind, .at = fault::place::after_head}));
        EXPECT_EQ(all.order, "h");
        EXPECT_EQ(all.how, how);
        all = act_out(ask(), failing({.kind = kind, .events = 3}));
        EXPECT_EQ(events_in(all.bytes), 3U);
        EXPECT_EQ(all.how, how);
    }
}

TEST(StreamScript, CutsWithinAnEvent)
{
    const auto all = act_out(ask(), failing({.kind = fault_kind::half_event, .events = 2}));
    EXPECT_EQ(events_in(all.bytes), 2U);
    EXPECT_FALSE(all.bytes.ends_with("\n"));
    EXPECT_EQ(all.how, ending::cut);
    EXPECT_EQ(decode(all.bytes).failure->code, errc::closed);
}

TEST(StreamScript, CutsWithinACharacter)
{
    for (const auto* const text : {"Zürich", "Zurich"}) {
        const auto all = act_out(ask(), failing({.kind = fault_kind::half_character, .events = 1}, text));
        EXPECT_EQ(all.bytes.back(), '\xC3') << text;
        EXPECT_EQ(all.how, ending::cut);
    }
}

TEST(StreamScript, SpoilsOneEventAndGoesOn)
{
    auto all = act_out(ask(), failing({.kind = fault_kind::invalid_json, .events = 2}));
    EXPECT_TRUE(all.bytes.ends_with("data: [DONE]\n\n"));
    EXPECT_EQ(decode(all.bytes).failure->code, errc::malformed);

    all = act_out(ask(), failing({.kind = fault_kind::invalid_utf8, .events = 2}));
    EXPECT_NE(all.bytes.find("\"content\":\"\xFF\xFE"), std::string::npos);

    all = act_out(ask(), failing({.kind = fault_kind::duplicate_event, .events = 2}));
    EXPECT_EQ(decode(all.bytes).whole.text, "One two two three four.");
}

TEST(StreamScript, MakesAnEventThatIsTooLongInParts)
{
    const auto what = make_script(
        ask(), std::make_shared<reply>(failing({.kind = fault_kind::oversized_event, .events = 1})), {});
    std::size_t bytes = 0;
    std::size_t longest = 0;
    std::string last;
    for (;;) {
        std::string part;
        const auto next = what->next(part);
        if (std::holds_alternative<ending>(next)) break;
        bytes += part.size();
        longest = std::max(longest, part.size());
        if (!part.empty()) last = part;
    }
    EXPECT_GT(bytes, oversized_bytes);
    EXPECT_LT(longest, 100'000U);
    EXPECT_EQ(last, "data: [DONE]\n\n");
}

TEST(StreamScript, LeavesOutTheFinishOrTheEnd)
{
    auto all = act_out(ask(), failing({.kind = fault_kind::no_finish}));
    EXPECT_EQ(all.bytes.find("\"finish_reason\":\""), std::string::npos);
    EXPECT_TRUE(all.bytes.ends_with("data: [DONE]\n\n"));
    EXPECT_EQ(decode(all.bytes).failure->code, errc::closed);

    all = act_out(ask(), failing({.kind = fault_kind::no_terminal_event}));
    EXPECT_EQ(all.bytes.find("[DONE]"), std::string::npos);
    EXPECT_NE(all.bytes.find("\"finish_reason\":\"stop\""), std::string::npos);
    EXPECT_EQ(all.how, ending::whole);
}

TEST(StreamScript, PutsAnErrorInMidStream)
{
    const auto all = act_out(ask(), failing({.kind = fault_kind::error_event, .events = 3}));
    EXPECT_EQ(all.bytes, golden("chat-error-midway.sse", all.bytes));
    const auto read = decode(all.bytes);
    EXPECT_EQ(read.whole.text, "One two");
    EXPECT_TRUE(read.failure);
}

TEST(StreamScript, ChangesTheHead)
{
    auto all = act_out(ask(), failing({.kind = fault_kind::wrong_content_type}));
    EXPECT_EQ(all.head->headers.find("Content-Type"), "text/html");
    EXPECT_TRUE(all.bytes.ends_with("[DONE]\n\n"));

    all = act_out(ask(), failing({.kind = fault_kind::html}));
    EXPECT_EQ(all.head->status, 200U);
    EXPECT_TRUE(all.bytes.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(all.bytes.find("data:"), std::string::npos);
}

TEST(StreamScript, DripsFromThePlaceOfTheFaultOn)
{
    const auto all = act_out(ask(), failing({.kind = fault_kind::slow_drip, .events = 2, .each_byte = 3ms}));
    EXPECT_TRUE(all.order.starts_with("hbbdb"));
    EXPECT_FALSE(decode(all.bytes).failure);
}

TEST(StreamScript, WaitsForTheFirstTokenAndBetweenTokensOnly)
{
    auto answer = say("One two three.");
    answer.times = timing{.to_first = {.mean_ms = 120}, .per_event = {.mean_ms = 20}};
    const auto all = act_out(ask(), answer);
    // Head, role and first token together; the finish and the end with the last token.
    EXPECT_EQ(all.order, "whbbwbwbwbbb");
    EXPECT_EQ(all.waits, (std::vector<std::chrono::nanoseconds>{120ms, 20ms, 20ms, 20ms}));
}

TEST(StreamScript, WaitsForNothingAtSpeedZeroAndHalfAsLongAtSpeedTwo)
{
    auto answer = say("One two.");
    answer.times = timing{.to_first = {.mean_ms = 120}, .per_event = {.mean_ms = 20}, .speed = 0};
    EXPECT_TRUE(act_out(ask(), answer).waits.empty());
    answer.times->speed = 2;
    EXPECT_EQ(act_out(ask(), answer).waits.front(), 60ms);
}

TEST(StreamScript, RepeatsARecordingEventByEvent)
{
    raw_events_reply recorded;
    recorded.events = {{.data = "{\"a\":1}"}, {.name = "x", .data = "{}"}, {.data = "[DONE]"}};
    reply answer{.content = recorded, .times = timing{.recorded_ms = {100, 130, 130}}};
    const auto all = act_out(ask(), answer);
    EXPECT_EQ(all.bytes, "data: {\"a\":1}\n\nevent: x\ndata: {}\n\ndata: [DONE]\n\n");
    EXPECT_EQ(all.waits, (std::vector<std::chrono::nanoseconds>{100ms, 30ms}));
    EXPECT_EQ(all.order, "whbwbb");
}

TEST(StreamScript, TakesTheServersTimesWhenTheReplyHasNone)
{
    const auto times = std::make_shared<const timing>(timing{.per_event = {.mean_ms = 5}});
    EXPECT_EQ(act_out(ask(), say("One two."), {.times = times}).waits.size(), 2U);
}

TEST(StreamScript, AddsTheHeadersOfTheReply)
{
    auto answer = say("Yes.");
    answer.headers = {{"x-should-retry", "false"}, {"Cache-Control", "private"}};
    const auto all = act_out(ask(), answer);
    EXPECT_EQ(all.head->headers.find("x-should-retry"), "false");
    EXPECT_EQ(all.head->headers.find("Cache-Control"), "private");
}

std::string unmet_of(const asked& asking, const fault& what)
{
    const auto made = make_script(asking, std::make_shared<reply>(failing(what)), {});
    act_out(*made);
    return made->unmet();
}

TEST(StreamScript, TellsOfAFaultThatNeverHappened)
{
    EXPECT_EQ(unmet_of(ask(), {.kind = fault_kind::close, .events = 2}), "");
    EXPECT_NE(unmet_of(ask(), {.kind = fault_kind::close, .events = 99}), "");
    EXPECT_EQ(unmet_of(ask(), {.kind = fault_kind::no_finish}), "");
    EXPECT_EQ(unmet_of(ask(), {.kind = fault_kind::html}), "");
    EXPECT_EQ(unmet_of(ask(), {.kind = fault_kind::duplicate_event, .events = 1}), "");
    EXPECT_NE(unmet_of(ask(), {.kind = fault_kind::wrong_count}), "");
    EXPECT_NE(unmet_of(ask(), {.kind = fault_kind::reordered_index}), "");
    auto whole = ask();
    whole.stream = false;
    EXPECT_EQ(unmet_of(whole, {.kind = fault_kind::no_finish}), "");
    EXPECT_EQ(unmet_of(whole, {.kind = fault_kind::half_event}), "");
    EXPECT_EQ(unmet_of(whole, {.kind = fault_kind::reset, .at = fault::place::before_head}), "");
    EXPECT_EQ(
        unmet_of(whole, {.kind = fault_kind::no_terminal_event}),
        "fault `no_terminal_event` never happened: the answer is no stream and has nothing of the kind");
    EXPECT_NE(unmet_of(whole, {.kind = fault_kind::wrong_count}), "");
}

}  // namespace
}  // namespace parley::mock
