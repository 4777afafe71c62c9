#include "server/history_json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

namespace json = boost::json;

json::object object(std::string_view text)
{
    return json::parse(text).as_object();
}

const history::conversation two_turns{
    {"c1", "Leave", 1700},
    {{"run-1", "How many \"days\"?", "25 [a.md].", R"({"thoughts":[]})"}, {"", "Why?", "Law.", "{}"}}};

TEST(HistoryJson, ReadsTheTurnsThatTheFrontendSends)
{
    const auto added = read_added_turns(object(
        R"({"id":"c1","answers":[["Why?",{"output_text":"So.","context":{"a":1},"session_state":"c1"}]]})"));
    ASSERT_TRUE(added);
    EXPECT_EQ(added->id, "c1");
    ASSERT_EQ(added->turns.size(), 1U);
    EXPECT_EQ(added->turns.at(0).question, "Why?");
    EXPECT_EQ(added->turns.at(0).answer, "So.");
    EXPECT_EQ(added->turns.at(0).context, R"({"a":1})");
}

TEST(HistoryJson, RefusesTurnsOfAnotherShapeAndNamesTheField)
{
    for (const auto& [body, field] :
         {std::pair{R"({"id":1,"answers":[["a",{}]]})", "id"}, std::pair{R"({"id":"c"})", "answers"},
          std::pair{R"({"id":"c","answers":[]})", "answers"},
          std::pair{R"({"id":"c","answers":["a"]})", "answers[0]"},
          std::pair{R"({"id":"c","answers":[["a"]]})", "answers[0]"},
          std::pair{R"({"id":"c","answers":[["a",{"output_text":1}]]})", "output_text"},
          std::pair{R"({"id":"c","answers":[["a",{"context":[]}]]})", "context"}}) {
        const auto added = read_added_turns(object(body));
        ASSERT_FALSE(added) << body;
        EXPECT_EQ(added.error().code, errc::invalid_input);
        EXPECT_NE(added.error().detail.find(field), std::string::npos) << added.error().detail;
    }
}

// The public frontend sends the second name and its server reads the first, so page 2 repeats page 1 there.
TEST(HistoryJson, TakesThePlaceOfThePageByBothOfItsNames)
{
    EXPECT_EQ(read_wanted_page("count=5&continuation_token=7")->before, 7);
    EXPECT_EQ(read_wanted_page("count=5&continuationToken=7")->before, 7);
    EXPECT_EQ(read_wanted_page("continuationToken=")->before, std::nullopt);
    EXPECT_EQ(read_wanted_page("")->count, 20U);
    for (const auto* bad :
         {"count=0", "count=101", "count=x", "continuation_token=x", "continuationToken=-1"})
        EXPECT_EQ(read_wanted_page(bad).error().code, errc::invalid_input) << bad;
}

TEST(HistoryJson, ListsSessions)
{
    const auto none = object(sessions_json({}));
    EXPECT_EQ(none, object(R"({"sessions":[],"continuation_token":null})"));
    const auto listed = object(sessions_json({{{"a", "A", 2}, {"b", "B", 1}}, 9}));
    EXPECT_EQ(listed, object(R"({"sessions":[{"id":"a","entra_oid":"","title":"A","timestamp":2},
        {"id":"b","entra_oid":"","title":"B","timestamp":1}],"continuation_token":"9"})"));
}

TEST(HistoryJson, ShowsASessionAsItWasSent)
{
    const auto shown = object(session_json(two_turns));
    EXPECT_EQ(shown, object(R"({"id":"c1","entra_oid":"","answers":[
        ["How many \"days\"?",{"output_text":"25 [a.md].","context":{"thoughts":[]},"session_state":"c1",
         "run_id":"run-1"}],
        ["Why?",{"output_text":"Law.","context":{},"session_state":"c1","run_id":""}]]})"));
}

TEST(HistoryJson, ExportsAConversation)
{
    const auto exported = object(export_json(two_turns));
    EXPECT_EQ(exported.at("title"), "Leave");
    EXPECT_EQ(exported.at("timestamp"), 1700);
    EXPECT_EQ(exported.at("turns").at(1).at("question"), "Why?");
    EXPECT_EQ(exported.at("turns").at(0).at("context"), object(R"({"thoughts":[]})"));
}

TEST(HistoryJson, ReadsFeedback)
{
    const auto given =
        read_feedback(object(R"({"run_id":"r-1","rating":"down","category":"sources","comment":"no"})"));
    ASSERT_TRUE(given);
    EXPECT_EQ(given->run_id, "r-1");
    EXPECT_EQ(given->rated, history::rating::down);
    EXPECT_EQ(given->comment, "no");
    EXPECT_TRUE(read_feedback(object(R"({"run_id":"r-1","rating":"up"})")));
    EXPECT_EQ(
        read_feedback({{"run_id", "r"}, {"rating", "up"}, {"comment", std::string(4001, 'x')}}).error().code,
        errc::too_large);
    for (const auto* bad : {R"({"rating":"up"})", R"({"run_id":"a b","rating":"up"})", R"({"run_id":"r"})",
                            R"({"run_id":"r","rating":1})", R"({"run_id":"r","rating":"up","category":"x"})",
                            R"({"run_id":"r","rating":"up","comment":1})"})
        EXPECT_EQ(read_feedback(object(bad)).error().code, errc::invalid_input) << bad;
}

}  // namespace
}  // namespace parley::server
