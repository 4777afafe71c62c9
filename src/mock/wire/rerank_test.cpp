#include "mock/wire/test_scripts.hpp"
#include "openai/detail/rerank_scores.hpp"

#include <boost/json/parse.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

std::string body_of(std::string_view more = "")
{
    return R"({"model":"m","query":"annual leave","documents":["The harbour is cold.",
        {"text":"Annual leave is 27 days."},"Leave the door open."])" +
           std::string(more) + "}";
}

json::array ranked(std::string_view more = "")
{
    const auto made = act_out(read_good(post("/v1/rerank", body_of(more))), {.content = text_reply{}});
    return json::parse(made.bytes).at("results").as_array();
}

TEST(Rerank, PutsTheTextWithTheWordsOfTheQueryFirst)
{
    const auto results = ranked();
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].at("index"), 1);
    EXPECT_EQ(results[1].at("index"), 2);
    EXPECT_GT(results[0].at("relevance_score").as_double(), results[1].at("relevance_score").as_double());
}

TEST(Rerank, SaysTheSameEveryTimeAndWhatOurClientReads)
{
    const auto made = act_out(read_good(post("/v1/rerank", body_of())), {.content = text_reply{}}).bytes;
    EXPECT_EQ(made, act_out(read_good(post("/v1/rerank", body_of())), {.content = text_reply{}}).bytes);
    const auto read = openai::read_rerank_scores(made, 3);
    ASSERT_TRUE(read) << read.error().detail << ": " << made;
    EXPECT_GT((*read)[1], (*read)[0]);
}

TEST(Rerank, TellsNoMoreThanWasAskedFor)
{
    EXPECT_EQ(ranked(R"(,"top_n":1,"return_documents":false)").size(), 1U);
}

std::string complaint_about(std::string body)
{
    const auto read = read_request(post("/v1/rerank", std::move(body)), {});
    return read.refused ? read.refused->param : "nothing";
}

TEST(Rerank, RefusesWhatCannotBeRanked)
{
    EXPECT_EQ(complaint_about(R"({"model":"m","documents":["a"]})"), "query");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":7,"documents":["a"]})"), "query");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":"q"})"), "documents");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":"q","documents":[]})"), "documents");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":"q","documents":["a",7]})"), "documents[1]");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":"q","documents":["a"],"top_n":0})"), "top_n");
    EXPECT_EQ(complaint_about(R"({"model":"m","query":"q","documents":["a"],"other":0})"), "nothing");
}

}  // namespace
}  // namespace parley::mock
