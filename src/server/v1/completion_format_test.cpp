#include "server/v1/completion_format.hpp"

#include "server/golden.hpp"
#include "server/test_events.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

constexpr std::string_view text = "Süß: 25 days [handbook.pdf#page=3], [x] earned [notes.md].";

completion_format format(usage_chunk usage = usage_chunk::unasked)
{
    return completion_format({"r1", "parley", "http://localhost:8080", 1700000000}, usage);
}

rag::done_event ended()
{
    return {"stop", openai::usage{90, 10, 100, 4}, 0};
}

// The objects of a stream; its last event must be the end.
std::vector<json::value> events_of(std::string_view stream)
{
    std::vector<json::value> events;
    constexpr std::string_view begin = "data: ", end = "\n\n";
    while (stream.starts_with(begin)) {
        const auto length = stream.find(end);
        const auto data = stream.substr(begin.size(), length - begin.size());
        stream.remove_prefix(length + end.size());
        if (data == "[DONE]") break;
        events.push_back(json::parse(data));
    }
    EXPECT_EQ(stream, "");
    return events;
}

json::value choice(const json::value& event)
{
    return event.at("choices").at(0);
}

TEST(CompletionFormat, StreamsChunksAsOpenAiDoes)
{
    auto lines = format(usage_chunk::asked);
    std::string out;
    lines.append_sources(out, two_sources());
    lines.append_delta(out, text);
    lines.append_done(out, ended());
    const auto events = events_of(out);
    ASSERT_EQ(events.size(), 4U);
    for (const auto& event : events) {
        EXPECT_EQ(event.at("id"), "chatcmpl-r1");
        EXPECT_EQ(event.at("object"), "chat.completion.chunk");
        EXPECT_EQ(event.at("created"), 1700000000);
        EXPECT_EQ(event.at("model"), "parley");
    }
    EXPECT_EQ(choice(events[0]).at("delta").at("role"), "assistant");
    EXPECT_EQ(choice(events[1]).at("delta").at("content"), json::value(text));
    EXPECT_TRUE(choice(events[1]).at("finish_reason").is_null());
    EXPECT_EQ(choice(events[2]).at("finish_reason"), "stop");
    EXPECT_TRUE(events[3].at("choices").as_array().empty());
    EXPECT_EQ(events[3].at("usage").at("total_tokens"), 100);
    EXPECT_EQ(events[3].at("usage").at("completion_tokens_details").at("reasoning_tokens"), 4);
}

TEST(CompletionFormat, WritesTheGoldenStreamByteForByte)
{
    auto lines = format(usage_chunk::asked);
    std::string out;
    lines.append_sources(out, two_sources());
    lines.append_delta(out, text);
    lines.append_done(out, ended());
    EXPECT_EQ(out, golden("dialects/chat-completions.sse"));
}

TEST(CompletionFormat, TellsUsageInAChunkOfItsOwnOnlyWhenAsked)
{
    auto lines = format();
    std::string out;
    lines.append_done(out, ended());
    EXPECT_EQ(events_of(out).size(), 1U);
}

TEST(CompletionFormat, PointsAtEachCitationInCharactersAndAtItsPage)
{
    auto lines = format();
    const auto answer = json::parse(lines.whole(text, two_sources(), ended()));
    const auto message = choice(answer).at("message");
    EXPECT_EQ(message.at("content"), json::value(text));
    const auto& found = message.at("annotations").as_array();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].at("url_citation"),
              (json::value{{"start_index", 13},
                           {"end_index", 34},
                           {"title", "handbook.pdf#page=3"},
                           {"url", "http://localhost:8080/content/handbook.pdf#page=3"}}));
    EXPECT_EQ(found[1].at("url_citation").at("url"), "http://localhost:8080/content/notes.md");
    EXPECT_EQ(answer.at("usage").at("prompt_tokens"), 90);
}

TEST(CompletionFormat, CountsOnAcrossDeltas)
{
    auto lines = format();
    std::string out;
    lines.append_sources(out, two_sources());
    for (const auto* delta : {"ä ", "[notes.md]", " and [notes.md]"}) lines.append_delta(out, delta);
    out.clear();
    lines.append_done(out, ended());
    const auto end = choice(events_of(out).at(0));
    const auto& found = end.at("delta").at("annotations").as_array();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].at("url_citation").at("start_index"), 2);
    EXPECT_EQ(found[1].at("url_citation").at("start_index"), 17);
}

TEST(CompletionFormat, EncodesTheNameOfADocument)
{
    annotations cited(annotation_form::nested, "https://x");
    cited.know({{"c", "a b/50%?.md", "a b/50%?.md", 0, "", "", "", 0}});
    cited.feed("[a b/50%?.md]");
    EXPECT_EQ(json::parse(cited.json()).at(0).at("url_citation").at("url"),
              "https://x/content/a%20b/50%25%3f.md");
}

TEST(CompletionFormat, EndsABrokenStreamWithAnErrorAsClientsReadIt)
{
    auto lines = format();
    std::string out;
    lines.append_error(out, {errc::upstream_busy, "busy"}, "r1");
    EXPECT_EQ(events_of(out).at(0),
              json::parse(R"({"error":{"message":"busy","type":"rate_limit_error","param":null,)"
                          R"("code":"rate_limited","request_id":"r1"}})"));
}

}  // namespace
}  // namespace parley::server::v1
