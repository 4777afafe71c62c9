#include "rag/reranker.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "rag/answer.hpp"
#include "rag/test_passages.hpp"
#include "rag/test_services.hpp"

#include <boost/asio/redirect_error.hpp>
#include <gtest/gtest.h>

namespace parley::rag {
namespace {

// Scores texts by what the test says, or fails, or never answers.
struct scripted_reranking final : openai::rerank_model {
    asio::awaitable<result<std::vector<double>>> score(openai::rerank_request request, deadline) override
    {
        asked.push_back(std::move(request));
        if (is_silent) {
            asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
            boost::system::error_code ended;
            co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ended));
            co_return error{errc::cancelled, "cancelled"};
        }
        if (failure) co_return *failure;
        co_return scores;
    }

    std::vector<double> scores;
    std::optional<error> failure;
    bool is_silent = false;
    std::vector<openai::rerank_request> asked;
};

class Reranker : public testing::Test {
protected:
    Reranker()
    {
        find_.found = std::vector{passage_of("a.md", "first"), passage_of("b.md", "second", "About b"),
                                  passage_of("c.md", "third")};
        asked_.text = "How long?";
        asked_.steps = process::shown;
        model_.scores = {0.1, 0.9, 0.5};
    }

    result<void> run(reranker* with)
    {
        writes_.pieces.assign({openai::chat_piece{"", "stop"}});
        sink_ = {};
        services all{find_, *write_};
        all.rank = with;
        asio::io_context loop;
        return run_on_loop(loop, answer(all, asked_, sink_, deadline_after(std::chrono::hours(1))));
    }

    // The citations of what the answer draws on, in their order.
    std::string ranked(reranker* with)
    {
        EXPECT_TRUE(run(with));
        std::string order;
        for (const auto& passage : sources().passages) order += passage.citation + ' ';
        return order;
    }
    std::string ranked() { return ranked(&rank_); }

    const sources_event& sources() const
    {
        for (const auto& each : sink_.events)
            if (const auto* found = std::get_if<sources_event>(&each)) return *found;
        throw std::logic_error("no sources were sent");
    }

    thought_value prop(std::string_view name) const
    {
        for (const auto& [key, value] : sources().thoughts.at(1).props)
            if (key == name) return value;
        return {};
    }

    // What those who wait were told of the second ranking.
    std::vector<std::string> told() const
    {
        std::vector<std::string> sentences;
        for (const auto& each : sink_.events)
            if (const auto* what = std::get_if<process_event>(&each))
                if (what->step == process_step::rerank) sentences.push_back(sentence_of(*what));
        return sentences;
    }

    scripted_retriever find_;
    scripted_model writes_;
    std::unique_ptr<writer> write_ = make_model_writer(writes_, "w");
    scripted_reranking model_;
    kept_log log_;
    reranker rank_{model_, "r", {.candidates = 30, .patience = std::chrono::seconds(60)}, log_};
    question asked_;
    remembering_sink sink_;
};

TEST_F(Reranker, PutsWhatTheModelScoresBestFirst)
{
    EXPECT_EQ(ranked(), "b.md c.md a.md ");
    ASSERT_EQ(model_.asked.size(), 1U);
    EXPECT_EQ(model_.asked[0].model, "r");
    EXPECT_EQ(model_.asked[0].query, "How long?");
    EXPECT_EQ(model_.asked[0].texts, (std::vector<std::string>{"first", "About b\nsecond", "third"}));
    EXPECT_EQ(sources().passages.at(0).reranker_score, 3.6) << "of 4, which clients' thresholds are of";
    EXPECT_EQ(sources().passages.at(0).score, 1) << "the score of the search stays";
    EXPECT_EQ(prop("use_semantic_ranker"), thought_value(true));
    EXPECT_EQ(told(), (std::vector<std::string>{"Comparing the results with the question",
                                                "Kept the best 3 of 3 results"}));
}

TEST_F(Reranker, RanksMoreThanTheAnswerDrawsOnAndCutsThen)
{
    asked_.top = 2;
    EXPECT_EQ(ranked(), "b.md c.md ");
    EXPECT_EQ(find_.asked.top, 30U);
    EXPECT_EQ(prop("top"), thought_value(std::int64_t{2}));
    EXPECT_EQ(told().back(), "Kept the best 2 of 3 results");
}

TEST_F(Reranker, LeavesEqualScoresInTheOrderOfTheSearch)
{
    model_.scores = {0.5, 0.5, 0.5};
    EXPECT_EQ(ranked(), "a.md b.md c.md ");
}

TEST_F(Reranker, HoldsItsScoresAgainstTheirThreshold)
{
    asked_.reranker_score_min = 1.9;
    EXPECT_EQ(ranked(), "b.md c.md ");
    asked_.reranker_score_min = 3.7;
    EXPECT_EQ(ranked(), "");
}

TEST_F(Reranker, HoldsNothingAgainstAThresholdOfScoresThatThereAreNot)
{
    asked_.reranker_score_min = 1.9;
    EXPECT_EQ(ranked(nullptr), "a.md b.md c.md ");
    model_.failure = error{errc::unreachable, "no connection"};
    EXPECT_EQ(ranked(), "a.md b.md c.md ");
}

TEST_F(Reranker, IsLeftOutWhenTheQuestionWantsNone)
{
    asked_.ranking = second_ranking::unwanted;
    EXPECT_EQ(ranked(), "a.md b.md c.md ");
    EXPECT_TRUE(model_.asked.empty());
    EXPECT_EQ(find_.asked.top, 5U);
    EXPECT_EQ(prop("semantic_ranker_note"), thought_value());
    EXPECT_TRUE(told().empty());
}

TEST_F(Reranker, IsMissedOnlyByThoseWhoWantIt)
{
    ranked(nullptr);
    EXPECT_EQ(prop("semantic_ranker_note"), thought_value());
    asked_.ranking = second_ranking::wanted;
    ranked(nullptr);
    EXPECT_EQ(prop("use_semantic_ranker"), thought_value(false));
    EXPECT_EQ(prop("semantic_ranker_note"),
              thought_value("There is no reranker: the passages stand as they were found."));
}

TEST_F(Reranker, ThatFailsLeavesTheOrderAndSaysSo)
{
    asked_.top = 2;
    model_.failure = error{errc::malformed, "the reranker sent 2 scores for 3 texts"};
    EXPECT_EQ(ranked(), "a.md b.md ");
    EXPECT_EQ(prop("use_semantic_ranker"), thought_value(false));
    EXPECT_EQ(prop("semantic_ranker_note"),
              thought_value("The reranker gave no scores: the passages stand as they were found."));
    EXPECT_EQ(told().back(), "Could not rank the results again: they stand as they were found");
    EXPECT_EQ(log_.count("detail=the reranker sent 2 scores for 3 texts"), 1U) << log_.lines();
}

TEST_F(Reranker, IsWaitedForNoLongerThanItsPatience)
{
    model_.is_silent = true;
    reranker impatient(model_, "r", {.candidates = 30, .patience = std::chrono::seconds(0)}, log_);
    EXPECT_EQ(ranked(&impatient), "a.md b.md c.md ");
}

TEST_F(Reranker, IsNotAskedAboutNothing)
{
    find_.found = std::vector<retrieval::passage>{};
    EXPECT_EQ(ranked(), "");
    EXPECT_TRUE(model_.asked.empty());
    EXPECT_TRUE(told().empty());
}

TEST_F(Reranker, PassesACancellationOn)
{
    model_.failure = error{errc::cancelled, "the reader left"};
    const auto ended = run(&rank_);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::cancelled);
}

}  // namespace
}  // namespace parley::rag
