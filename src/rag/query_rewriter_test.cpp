#include "rag/query_rewriter.hpp"

#include "base/run_on_loop.hpp"
#include "rag/test_services.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

using origin = search_query::origin;

openai::tool_call call(std::string arguments, std::string name = "search_sources")
{
    return {"call_1", std::move(name), std::move(arguments)};
}

TEST(QueryIn, TakesTheFirstUsableCallElseTheTextElseNothing)
{
    const auto good = call(R"({"search_query":" carry over leave "})");
    EXPECT_EQ(query_in({good}, "prose"), "carry over leave");
    for (const auto* unusable : {"{", "[]", "3", "{}", R"({"search_query":""})", R"({"search_query":"0"})",
                                 R"({"search_query":7})", R"({"search_query":null})"}) {
        EXPECT_EQ(query_in({call(unusable), good}, ""), "carry over leave") << unusable;
        EXPECT_EQ(query_in({call(unusable)}, " leave\n"), "leave") << unusable;
        EXPECT_EQ(query_in({call(unusable)}, ""), std::nullopt) << unusable;
    }
    EXPECT_EQ(query_in({call(R"({"search_query":"x"})", "other_tool")}, "0"), std::nullopt);
    EXPECT_EQ(query_in({}, std::string(1001, 'x')), std::nullopt) << "an essay is no query";
}

question follow_up()
{
    question asked;
    asked.history = {{"user", "How many days of annual leave do I get?"},
                     {"assistant", "30 days [leave.pdf#page=2].\n<<Can I carry it over?>>"}};
    asked.text = "And how do I request it?";
    return asked;
}

TEST(RewriteRequest, EndsWithTheQuestionAndHoldsTheConversationWithoutItsMarks)
{
    const auto request = rewrite_request(follow_up(), "small");
    ASSERT_EQ(request.messages.size(), 1U);
    EXPECT_EQ(request.messages[0].role, "system");
    const auto& text = request.messages[0].content;
    EXPECT_TRUE(text.ends_with("Generate search query for: And how do I request it?")) << text;
    EXPECT_NE(text.find("user: How many days of annual leave do I get?\nassistant: 30 days . \n"),
              std::string::npos)
        << text;
    ASSERT_EQ(request.tools.size(), 1U);
    EXPECT_EQ(request.tools[0].name, "search_sources");
    EXPECT_EQ(request.how, openai::delivery::whole);
    EXPECT_EQ(request.temperature, 0);
    EXPECT_EQ(request.output_tokens_max, 100);
}

TEST(RewriteRequest, KeepsTheNewestOfALongConversation)
{
    auto asked = follow_up();
    asked.history.insert(asked.history.begin(), 100, {"user", "old " + std::string(60'000, 'x')});
    asked.text += std::string(60'000, 'y');
    const auto text = rewrite_request(asked, "small").messages[0].content;
    EXPECT_LT(text.size(), 12'000U);
    EXPECT_NE(text.find("annual leave do I get?"), std::string::npos);
}

TEST(RewriteRequest, GivesAThinkingModelNoTemperatureAndMoreRoom)
{
    const auto request = rewrite_request(follow_up(), "gpt-5-mini");
    EXPECT_EQ(request.temperature, std::nullopt);
    EXPECT_EQ(request.reasoning.effort, "low");
    EXPECT_EQ(request.output_tokens_max, 8192);
    EXPECT_EQ(request.limit_name, openai::output_limit::max_completion_tokens);
}

class Rewriter : public testing::Test {
protected:
    search_query run(const question& asked, rewriting when = rewriting::follow_ups)
    {
        query_rewriter rewriter(model_, "small", when);
        asio::io_context loop;
        return run_on_loop(loop, rewriter.rewrite(asked, deadline_after(std::chrono::hours(1)))).value();
    }

    void answer_with(std::vector<openai::tool_call> calls, std::string text)
    {
        openai::chat_piece piece{std::move(text), "stop", openai::usage{20, 5, 25}};
        piece.tool_calls = std::move(calls);
        model_.pieces.emplace_back(std::move(piece));
    }

    scripted_model model_;
};

TEST_F(Rewriter, TakesTheModelsQueryAndItsUsage)
{
    answer_with({call(R"({"search_query":"request annual leave"})")}, "");
    const auto query = run(follow_up());
    EXPECT_EQ(query.text, "request annual leave");
    EXPECT_EQ(query.from, origin::model);
    EXPECT_EQ(query.used->total_tokens, 25);
}

TEST_F(Rewriter, AsksNobodyAboutAFirstQuestionUnlessToldTo)
{
    question first;
    first.text = "How many days of leave?";
    const auto query = run(first);
    EXPECT_EQ(query.text, first.text);
    EXPECT_EQ(query.from, origin::question);
    EXPECT_TRUE(model_.asked.messages.empty());
    EXPECT_EQ(run(follow_up(), rewriting::never).from, origin::question);
    EXPECT_TRUE(model_.asked.messages.empty());

    answer_with({}, "annual leave days");
    EXPECT_EQ(run(first, rewriting::always).text, "annual leave days");
}

TEST_F(Rewriter, SearchesForTheQuestionAndWhatItBorrowsWhenTheModelIsNoHelp)
{
    const auto by_rules = run(follow_up(), rewriting::never).text;
    EXPECT_NE(by_rules.find("annual leave"), std::string::npos);

    answer_with({}, "0");
    auto query = run(follow_up());
    EXPECT_EQ(query.text, by_rules);
    EXPECT_EQ(query.from, origin::no_query);

    for (const auto code : {errc::upstream_busy, errc::timed_out, errc::upstream_rejected}) {
        model_.refusal = error{code, "not now"};
        query = run(follow_up());
        EXPECT_EQ(query.text, by_rules);
        EXPECT_EQ(query.from, origin::failed);
    }
}

TEST_F(Rewriter, PassesOnThatTheReaderLeft)
{
    model_.refusal = error{errc::cancelled, "the reader left"};
    query_rewriter rewriter(model_, "small", rewriting::always);
    asio::io_context loop;
    const auto asked = follow_up();
    const auto query = run_on_loop(loop, rewriter.rewrite(asked, deadline_after(std::chrono::hours(1))));
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().code, errc::cancelled);
}

}  // namespace
}  // namespace parley::rag
