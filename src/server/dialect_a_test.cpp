#include "server/dialect_a.hpp"

#include "server/golden.hpp"
#include "server/test_events.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace parley::server {
namespace {

namespace json = boost::json;

void append_text_and_end(std::string& out, dialect_a& lines)
{
    lines.append_delta(out, "25 days 😀\n[handbook.pdf#page=3]");
    lines.append_delta(out, ", earned [notes.md].");
    lines.append_done(out, {"stop", openai::usage{90, 10, 100, std::nullopt}, 0});
}

std::string served_answer()
{
    dialect_a lines(R"("s1")", rag::text_sources::send, "run-1");
    std::string out;
    lines.append_sources(out, two_sources());
    append_text_and_end(out, lines);
    return out;
}

// The same file is read by the web client's tests: what one writes, the other reads.
TEST(DialectA, WritesTheGoldenStreamByteForByte)
{
    EXPECT_EQ(served_answer(), golden("served.ndjson"));
}

TEST(DialectA, TellsTheSuggestedQuestionsWithTheEndWhenTheyWereAskedFor)
{
    dialect_a lines("null", rag::text_sources::send, "run-1", rag::follow_ups::asked);
    const rag::done_event done{.finish_reason = "stop", .suggested = {"Who decides?", "Since \"when\"?"}};
    std::string first, last;
    lines.append_sources(first, two_sources());
    lines.append_done(last, done);
    const json::array wanted{"Who decides?", "Since \"when\"?"};
    EXPECT_EQ(json::parse(first).at("context").at("followup_questions"), json::array{});
    EXPECT_EQ(json::parse(last).at("context").at("followup_questions"), wanted);
    EXPECT_EQ(json::parse(lines.context(two_sources(), done)).at("followup_questions"), wanted);
}

TEST(DialectA, TellsWhichSentencesNoSourceBearsOut)
{
    dialect_a lines("null", rag::text_sources::send, "run-1");
    const rag::done_event done{.finish_reason = "stop",
                               .borne_out = rag::support{3, 2, {{"\"Nine\" days.", 1.0 / 3}}}};
    EXPECT_EQ(json::parse(lines.context(two_sources(), done)).at("support"),
              json::parse(R"({"sentences":3,"supported":2,"unsupported":)"
                          R"([{"text":"\"Nine\" days.","score":0.33}]})"));
}

TEST(DialectA, AContextWithoutDataPointsComesLastSoThatClientsMergeIt)
{
    std::istringstream lines(served_answer());
    std::string line;
    std::vector<json::value> events;
    while (std::getline(lines, line)) events.push_back(json::parse(line));
    ASSERT_EQ(events.size(), 4U);
    for (std::size_t i = 0; i < events.size(); ++i)
        EXPECT_EQ(events[i].at("sequence_number").to_number<std::size_t>(), i);
    EXPECT_EQ(events[0].at("context").at("data_points").at("citations"),
              (json::array{"handbook.pdf#page=3", "notes.md"}));
    EXPECT_EQ(events[0].at("context").at("data_points").at("text").as_array().size(), 3U);
    EXPECT_FALSE(events[3].at("context").as_object().contains("data_points"));
    EXPECT_EQ(events[3].at("context").at("thoughts").at(1).at("props").at("token_usage").at("total_tokens"),
              100);
}

TEST(DialectA, LeavesTheTextsOutWhenNotWantedButKeepsTheCitations)
{
    dialect_a lines("null", rag::text_sources::omit, "run-1");
    const auto whole = json::parse(lines.whole("x", two_sources(), {"stop", {}, 0}));
    const auto& points = whole.at("context").at("data_points");
    EXPECT_TRUE(points.at("text").as_array().empty());
    EXPECT_EQ(points.at("citations").as_array().size(), 2U);
    EXPECT_TRUE(whole.at("context").at("followup_questions").is_null());
}

TEST(DialectA, ListsFollowUpsWhenTheyWereAskedFor)
{
    dialect_a lines("null", rag::text_sources::send, "run-1", rag::follow_ups::asked);
    std::string out;
    lines.append_sources(out, two_sources());
    EXPECT_EQ(json::parse(out).at("context").at("followup_questions"), json::array());
    const auto whole = json::parse(lines.whole("x", two_sources(), {"stop", {}, 0}));
    EXPECT_EQ(whole.at("context").at("followup_questions"), json::array());
}

TEST(DialectA, SaysWhenTheModelWasCutShort)
{
    dialect_a lines("null", rag::text_sources::send, "run-1");
    std::string out;
    lines.append_done(out, {"length", {}, 0});
    EXPECT_NE(out.find("incomplete"), std::string::npos);
    const auto whole = json::parse(lines.whole("x", {}, {"length", {}, 0}));
    EXPECT_NE(whole.at("output_text").get_string().find("incomplete"), json::string::npos);
}

TEST(DialectA, TellsTheProcessInTheGoldenStreamAndOnceMoreInTheLastContext)
{
    using namespace std::chrono_literals;
    using enum rag::process_state;
    using step = rag::process_step;
    const rag::sources_found found{11,
                                   {{"handbook.pdf", "handbook.pdf#page=3", 3}, {"notes.md", "notes.md"}}};
    const std::vector<rag::process_event> before = {
        {step::question, done, {}, 200us},
        {step::query, skipped, rag::query_known{"leave"}, 300us},
        {step::search, done, found, 84560us},
    };
    dialect_a lines(R"("s1")", rag::text_sources::send, "run-1");
    std::string out;
    for (const auto& each : before) lines.append_process(out, each);
    lines.append_sources(out, two_sources());
    lines.append_process(out, {step::answer, started, rag::writer_asked{"small"}, 90ms});
    append_text_and_end(out, lines);
    EXPECT_EQ(out, golden("served-process.ndjson"));

    dialect_a other("null", rag::text_sources::send, "run-2");
    for (const auto& each : before) other.remember(each);
    const auto whole = json::parse(other.whole("text", two_sources(), {"stop", {}, 0}));
    EXPECT_EQ(whole.at("context").at("process").as_array().size(), before.size());
}

}  // namespace
}  // namespace parley::server
