#include "server/v1/responses_format.hpp"

#include "openai/responses_decoder.hpp"
#include "server/golden.hpp"
#include "server/test_events.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server::v1 {
namespace {

namespace json = boost::json;

constexpr std::string_view text = "Süß: 25 days [handbook.pdf#page=3], [x] earned [notes.md].";

responses_request request()
{
    responses_request wanted;
    wanted.instructions = "Be brief.";
    wanted.metadata = R"({"a":"b"})";
    wanted.asked.temperature = 0.25;
    return wanted;
}

responses_format format()
{
    return {{"r1", "parley", "http://localhost:8080", 1700000000}, request()};
}

rag::done_event ended(std::string finish_reason = "stop")
{
    return {std::move(finish_reason), openai::usage{90, 10, 100, 4}, 0};
}

std::string streamed(const rag::done_event& done)
{
    auto events = format();
    std::string out;
    events.append_sources(out, two_sources());
    events.append_delta(out, "Süß: 25 days [handbook.pdf#page=3],");
    events.append_delta(out, " [x] earned [notes.md].");
    events.append_done(out, done);
    return out;
}

std::vector<json::value> events_of(std::string_view stream)
{
    std::vector<json::value> events;
    while (!stream.empty()) {
        const auto event = stream.substr(0, stream.find("\n\n"));
        const auto line = event.find("\ndata: ");
        events.push_back(json::parse(event.substr(line + 7)));
        EXPECT_EQ(event.substr(0, line), "event: " + std::string(events.back().at("type").as_string()));
        stream.remove_prefix(event.size() + 2);
    }
    return events;
}

std::vector<std::string> types_of(const std::vector<json::value>& events)
{
    std::vector<std::string> types;
    for (const auto& event : events) {
        EXPECT_EQ(event.at("sequence_number"), types.size());
        types.emplace_back(event.at("type").as_string());
    }
    return types;
}

TEST(ResponsesFormat, StreamsTheEventsInTheOrderOfTheService)
{
    const auto events = events_of(streamed(ended()));
    EXPECT_EQ(types_of(events),
              (std::vector<std::string>{"response.created", "response.in_progress",
                                        "response.output_item.added", "response.content_part.added",
                                        "response.output_text.delta", "response.output_text.annotation.added",
                                        "response.output_text.delta", "response.output_text.annotation.added",
                                        "response.output_text.done", "response.content_part.done",
                                        "response.output_item.done", "response.completed"}));
    const auto& last = events.back().at("response");
    EXPECT_EQ(last.at("status"), "completed");
    EXPECT_EQ(last.at("output").at(0).at("content").at(0).at("text"), json::value(text));
    EXPECT_EQ(last.at("usage").at("output_tokens_details").at("reasoning_tokens"), 4);
    EXPECT_EQ(last.at("metadata").at("a"), "b");
}

TEST(ResponsesFormat, WritesTheGoldenStreamByteForByte)
{
    EXPECT_EQ(streamed(ended()), golden("dialects/responses.sse"));
}

TEST(ResponsesFormat, IsReadByOurOwnClient)
{
    openai::response_parser parser;
    openai::responses_decoder decoder(parser);
    const auto piece = decoder.feed(streamed(ended()));
    EXPECT_EQ(piece.text, text);
    EXPECT_EQ(piece.finish_reason, "stop");
    ASSERT_TRUE(piece.used);
    EXPECT_EQ(piece.used->total_tokens, 100);
    ASSERT_EQ(piece.citations.size(), 2U);
    EXPECT_EQ(piece.citations[1].url, "http://localhost:8080/content/notes.md");
}

TEST(ResponsesFormat, IsTheSameWhole)
{
    const auto last = events_of(streamed(ended())).back().at("response");
    EXPECT_EQ(json::parse(format().whole(text, two_sources(), ended())), last);
    const auto& cited = last.at("output").at(0).at("content").at(0).at("annotations");
    EXPECT_EQ(cited.at(0), (json::value{{"type", "url_citation"},
                                        {"start_index", 13},
                                        {"end_index", 34},
                                        {"title", "handbook.pdf#page=3"},
                                        {"url", "http://localhost:8080/content/handbook.pdf#page=3"}}));
}

TEST(ResponsesFormat, SaysThatAnAnswerWasCutAndWhy)
{
    const auto last = events_of(streamed(ended("length"))).back();
    EXPECT_EQ(last.at("type"), "response.incomplete");
    EXPECT_EQ(last.at("response").at("incomplete_details").at("reason"), "max_output_tokens");
    EXPECT_EQ(last.at("response").at("output").at(0).at("status"), "incomplete");
    const auto filtered = json::parse(format().whole(text, two_sources(), ended("content_filter")));
    EXPECT_EQ(filtered.at("incomplete_details").at("reason"), "content_filter");
}

TEST(ResponsesFormat, GivesZerosWhenNobodyCounted)
{
    const auto whole = json::parse(format().whole(text, two_sources(), {"stop"}));
    EXPECT_EQ(whole.at("usage").at("total_tokens"), 0);
}

TEST(ResponsesFormat, EndsABrokenStreamWithAnErrorAndAFailedResponse)
{
    auto lines = format();
    std::string out;
    lines.append_sources(out, two_sources());
    lines.append_delta(out, "Half an");
    lines.append_error(out, {errc::upstream_busy, "busy"}, "r1");
    const auto events = events_of(out);
    const auto types = types_of(events);
    ASSERT_EQ(events.size(), 7U);
    EXPECT_EQ(types[5], "error");
    EXPECT_EQ(events[5].at("error").at("message"), "busy");
    EXPECT_EQ(events[5].at("error").at("code"), "rate_limited");
    EXPECT_EQ(types[6], "response.failed");
    EXPECT_EQ(events[6].at("response").at("status"), "failed");
    EXPECT_EQ(events[6].at("response").at("error"),
              (json::value{{"code", "rate_limited"}, {"message", "busy"}}));
}

}  // namespace
}  // namespace parley::server::v1
