#include "server/delta_dialect.hpp"
#include "server/event_dialect.hpp"
#include "server/golden.hpp"
#include "server/test_events.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace parley::server {
namespace {

namespace json = boost::json;

http::request request_with(std::string body)
{
    http::request request;
    request.headers.set("Content-Type", "application/json");
    request.body = std::move(body);
    return request;
}

result<chat_request> parse(std::string body)
{
    return parse_chat_request(request_with(std::move(body)), {});
}

chat_request in(dialect spoken)
{
    chat_request wanted;
    wanted.spoken = spoken;
    wanted.session_state = R"("s1")";
    wanted.asked.suggested = rag::follow_ups::asked;
    return wanted;
}

// An answer of two deltas with one suggested question.
std::string stream_of(answer_format& format)
{
    std::string out;
    format.append_sources(out, two_sources());
    format.append_process(out, {rag::process_step::question, rag::process_state::done});
    format.append_delta(out, "25 days ");
    format.append_delta(out, "[notes.md].");
    format.append_done(out, {.finish_reason = "stop", .suggested = {"Why?"}});
    return out;
}

std::vector<json::value> streamed(answer_format& format)
{
    std::vector<json::value> lines;
    std::istringstream text(stream_of(format));
    for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
    return lines;
}

TEST(Dialect, IsWhatTheHeaderOrTheQueryNames)
{
    auto request = request_with("{}");
    EXPECT_EQ(*dialect_of(request, {}, dialect::a), dialect::a);
    EXPECT_EQ(*dialect_of(request, {}, dialect::b), dialect::b);
    request.query = "dialect=C";
    EXPECT_EQ(*dialect_of(request, {}, dialect::a), dialect::c);
    request.headers.set("X-Parley-Dialect", "d");
    EXPECT_EQ(*dialect_of(request, {}, dialect::a), dialect::d);
    request.headers.set("X-Parley-Dialect", "x");
    EXPECT_EQ(dialect_of(request, {}, dialect::a).error().detail, "the dialect must be a, b, c or d");
}

TEST(Dialect, IsWhatTheBodyCannotButBe)
{
    const auto wanted = parse(R"({"messages":[{"role":"system","content":"Rhyme."},
        {"role":"user","content":"a"}],"sessionState":7})");
    ASSERT_TRUE(wanted) << wanted.error().detail;
    EXPECT_EQ(wanted->spoken, dialect::c);
    EXPECT_EQ(wanted->session_state, "7");
    EXPECT_TRUE(wanted->asked.history.empty());
    EXPECT_FALSE(wanted->asked.prompt) << "nobody allowed clients to write prompts";

    const auto of_the_app = json::parse(R"({"context":{"overrides":{}}})").as_object();
    EXPECT_EQ(*dialect_of({}, of_the_app, dialect::c), dialect::a);
    EXPECT_EQ(*dialect_of({}, of_the_app, dialect::b), dialect::b) << "the classic app sends the same";

    const auto typed = parse(R"({"input":[{"type":"message","role":"assistant","content":
        [{"type":"output_text","text":"b"}]},
        {"role":"user","content":[{"type":"input_text","text":"c"}]}]})");
    ASSERT_TRUE(typed) << typed.error().detail;
    EXPECT_EQ(typed->spoken, dialect::d);
    EXPECT_EQ(typed->asked.text, "c");
    EXPECT_EQ(typed->asked.history.at(0).content, "b");
}

TEST(OtherDialects, WriteTheGoldenStreamsByteForByte)
{
    delta_dialect b(in(dialect::b), "run-1"), c(in(dialect::c), "run-1");
    event_dialect d;
    EXPECT_EQ(stream_of(b), golden("dialects/b.ndjson"));
    EXPECT_EQ(stream_of(c), golden("dialects/c.ndjson"));
    EXPECT_EQ(stream_of(d), golden("dialects/d.ndjson"));
}

TEST(DialectB, TellsTheWholeContextEachTimeAndItsQuestionsAsItsClientsKnowThem)
{
    delta_dialect format(in(dialect::b), "r1");
    const auto lines = streamed(format);
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0].at("delta"), json::parse(R"({"role":"assistant"})"));
    EXPECT_EQ(lines[0].at("session_state"), "s1");
    EXPECT_EQ(lines[0].at("context").at("data_points").at("citations").as_array().size(), 2U);
    EXPECT_EQ(lines[1], json::parse(R"({"delta":{"content":"25 days ","role":"assistant"}})"));
    EXPECT_EQ(lines[3].at("context").at("data_points"), lines[0].at("context").at("data_points"));
    EXPECT_EQ(lines[3].at("context").at("process").as_array().size(), 1U);
    EXPECT_EQ(lines[4].at("context").at("followup_questions"), json::array{"Why?"});
    EXPECT_TRUE(lines[4].at("context").at("context").as_object().contains("thoughts"));
}

TEST(DialectB, AnswersWithAMessage)
{
    delta_dialect format(in(dialect::b), "r1");
    const auto whole = json::parse(format.whole("Yes.", two_sources(), {"stop"}));
    EXPECT_EQ(whole.at("message"), json::parse(R"({"content":"Yes.","role":"assistant"})"));
    EXPECT_EQ(whole.at("session_state"), "s1");
    std::string line;
    format.append_error(line, {errc::busy, "full"}, "r1");
    EXPECT_EQ(json::parse(line).at("error"), "full");
}

TEST(DialectC, HasADeltaInEveryLineAndTheContextFirstAndLast)
{
    delta_dialect format(in(dialect::c), "r1");
    const auto lines = streamed(format);
    ASSERT_EQ(lines.size(), 4U);
    for (const auto& line : lines) EXPECT_TRUE(line.at("delta").is_object());
    EXPECT_EQ(lines[0].at("sessionState"), "s1");
    EXPECT_EQ(lines[2], json::parse(R"({"delta":{"content":"[notes.md]."}})"));
    EXPECT_EQ(lines[3].at("context").at("followup_questions"), json::array{"Why?"});
    std::string line;
    format.append_error(line, {errc::busy, "full"}, "r1");
    EXPECT_EQ(line, R"({"error":{"code":"busy","message":"full","request_id":"r1"}})"
                    "\n");
}

TEST(DialectD, IsTextAsEventsAndNothingElse)
{
    event_dialect format;
    const auto lines = streamed(format);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], json::parse(R"({"type":"response.output_text.delta","delta":"25 days "})"));
}

}  // namespace
}  // namespace parley::server
