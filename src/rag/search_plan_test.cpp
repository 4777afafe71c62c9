#include "rag/search_plan.hpp"

#include "base/run_on_loop.hpp"
#include "base/testing/kept_log.hpp"
#include "rag/answer.hpp"
#include "rag/steps.hpp"
#include "rag/test_services.hpp"

#include <boost/asio/redirect_error.hpp>
#include <gtest/gtest.h>

namespace parley::rag {
namespace {

using retrieval::retrieval_mode;
using vectors = search_plan::vectors;

// Answers with one vector, or fails, or never answers.
struct scripted_embeddings final : openai::embedding_model {
    asio::awaitable<result<openai::embeddings>> embed(openai::embedding_request request, deadline) override
    {
        asked.push_back(std::move(request));
        if (is_silent) {
            asio::steady_timer never(co_await asio::this_coro::executor, deadline::max());
            boost::system::error_code ended;
            co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ended));
            co_return error{errc::cancelled, "cancelled"};
        }
        if (failure) co_return *failure;
        openai::embeddings made;
        made.vectors = {vector};
        co_return made;
    }

    std::vector<float> vector{3, 4};
    std::optional<error> failure;
    bool is_silent = false;
    std::vector<openai::embedding_request> asked;
};

struct stored_vectors final : retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request,
                                                                    deadline) override
    {
        co_return std::vector<retrieval::passage>{};
    }
    std::optional<retrieval::vector_space> space() const override { return held; }

    std::optional<retrieval::vector_space> held = retrieval::vector_space{"m", 2};
};

struct SearchPlan : testing::Test {
    search_plan plan(query_embedder* with)
    {
        asio::io_context loop;
        auto work = plan_search(find, with, asked, "query", deadline_after(std::chrono::hours(1)));
        return run_on_loop(loop, std::move(work)).value();
    }
    search_plan plan() { return plan(&embed); }

    stored_vectors find;
    scripted_embeddings model;
    kept_log log;
    query_embedder embed{model, "m", std::chrono::seconds(60), log};
    question asked;
};

TEST_F(SearchPlan, ComparesWordsAndVectorsWhereThereAreVectors)
{
    const auto made = plan();
    EXPECT_EQ(made.request.mode, retrieval_mode::hybrid);
    EXPECT_EQ(made.request.text, "query");
    EXPECT_EQ(made.request.unit, (std::vector<float>{0.6F, 0.8F}));
    ASSERT_EQ(model.asked.size(), 1U);
    EXPECT_EQ(model.asked[0].model, "m");
    EXPECT_EQ(model.asked[0].texts, std::vector<std::string>{"query"});
    EXPECT_EQ(reason_without_vectors(made), "");
}

TEST_F(SearchPlan, DoesAsTheQuestionWishes)
{
    asked.mode = retrieval_mode::vectors;
    EXPECT_EQ(plan().request.mode, retrieval_mode::vectors);
    asked.mode = retrieval_mode::hybrid;
    EXPECT_EQ(plan().request.mode, retrieval_mode::hybrid);
    model.asked.clear();
    asked.mode = retrieval_mode::text;
    const auto by_words = plan();
    EXPECT_EQ(by_words.request.mode, retrieval_mode::text);
    EXPECT_EQ(reason_without_vectors(by_words), "");
    EXPECT_TRUE(model.asked.empty()) << "nobody needs the vector";
}

TEST_F(SearchPlan, AsksNoModelWhereNoVectorsAre)
{
    find.held.reset();
    const auto made = plan();
    EXPECT_EQ(made.request.mode, retrieval_mode::text);
    EXPECT_EQ(made.by_vector, vectors::none_stored);
    EXPECT_TRUE(model.asked.empty());
}

TEST_F(SearchPlan, SaysThatThereIsNoModelOnlyToThoseWhoWantVectors)
{
    EXPECT_EQ(plan(nullptr).by_vector, vectors::unwanted);
    asked.mode = retrieval_mode::vectors;
    const auto made = plan(nullptr);
    EXPECT_EQ(made.request.mode, retrieval_mode::text);
    EXPECT_EQ(made.by_vector, vectors::no_model);
}

TEST_F(SearchPlan, DoesNotCompareVectorsOfDifferentModels)
{
    find.held->model = "other";
    EXPECT_EQ(plan().by_vector, vectors::other_model);
    EXPECT_TRUE(model.asked.empty());
    find.held = retrieval::vector_space{"m", 3};
    EXPECT_EQ(plan().by_vector, vectors::failed) << "the same name, another length";
    EXPECT_EQ(plan().request.mode, retrieval_mode::text);
}

TEST_F(SearchPlan, FallsBackToWordsWhenTheModelFailsAndLogsWhy)
{
    model.failure = error{errc::unreachable, "no connection to 127.0.0.1:1"};
    const auto made = plan();
    EXPECT_EQ(made.request.mode, retrieval_mode::text);
    EXPECT_TRUE(made.request.unit.empty());
    EXPECT_EQ(reason_without_vectors(made),
              "The embedding model gave no answer: the documents were searched by words.");
    EXPECT_EQ(log.count("detail=no connection to 127.0.0.1:1"), 1U) << log.lines();
}

TEST_F(SearchPlan, WaitsNoLongerForAVectorThanItsPatience)
{
    model.is_silent = true;
    query_embedder impatient(model, "m", std::chrono::seconds(0), log);
    EXPECT_EQ(plan(&impatient).by_vector, vectors::failed);
}

TEST_F(SearchPlan, PassesACancellationOn)
{
    model.failure = error{errc::cancelled, "the reader left"};
    asio::io_context loop;
    auto work = plan_search(find, &embed, asked, "query", deadline_after(std::chrono::hours(1)));
    const auto ended = run_on_loop(loop, std::move(work));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::cancelled);
}

// What a reader of the second step is told: by name, as clients look for it.
TEST_F(SearchPlan, IsToldInTheSecondStep)
{
    scripted_model writes;
    writes.pieces.emplace_back(openai::chat_piece{"", "stop"});
    const auto write = make_model_writer(writes, "w");
    remembering_sink sink;
    model.failure = error{errc::unreachable, "no connection"};
    asked.text = "How long?";
    services with{find, *write};
    with.embed = &embed;
    asio::io_context loop;
    ASSERT_TRUE(run_on_loop(loop, answer(with, asked, sink, deadline_after(std::chrono::hours(1)))));
    const auto& props = std::get<sources_event>(sink.events.at(0)).thoughts.at(1).props;
    using prop = std::pair<std::string_view, thought_value>;
    EXPECT_EQ(props.at(6), (prop{"use_vector_search", false}));
    EXPECT_EQ(props.at(7), (prop{"use_text_search", true}));
    EXPECT_EQ(props.back().first, "vector_search_note");
}

}  // namespace
}  // namespace parley::rag
