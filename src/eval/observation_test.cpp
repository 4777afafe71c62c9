#include "eval/observation.hpp"

#include "base/run_on_loop.hpp"
#include "rag/extract_writer.hpp"
#include "rag/test_passages.hpp"
#include "rag/test_services.hpp"

#include <gtest/gtest.h>

namespace parley::eval {
namespace {

using names = std::vector<std::string>;

// As many of its passages as it is asked for.
struct shelf final : retrieval::retriever {
    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request request,
                                                                    deadline) override
    {
        asked.push_back(request.top);
        auto found = all;
        if (found.size() > request.top) found.resize(request.top);
        co_return found;
    }

    std::vector<retrieval::passage> all;
    std::vector<std::size_t> asked;
};

class Observation : public testing::Test {
protected:
    Observation()
    {
        find.all = {rag::passage_of("rules.pdf#page=3", "Everyone has 27 days of annual leave."),
                    rag::passage_of("rules.pdf#page=3", "Leave is asked for in writing."),
                    rag::passage_of("notes.md", "Unused days of leave lapse in March.")};
    }

    result<observation> ask(rag::writer& write, const std::string& text)
    {
        rag::question asked;
        asked.text = text;
        asked.top = 2;
        return run_on_loop(loop_, observe({find, write}, asked, deadline_after(std::chrono::seconds(5))));
    }

    shelf find;

private:
    asio::io_context loop_;
};

TEST_F(Observation, RanksDeeperThanTheAnswerDrawsOn)
{
    const auto write = rag::make_extract_writer();
    const auto seen = ask(*write, "How many days of annual leave does everyone have?").value();
    EXPECT_EQ(find.asked, (std::vector<std::size_t>{2, ranking_depth}));
    EXPECT_EQ(seen.ranking, (names{"rules.pdf#page=3", "notes.md"}));
    EXPECT_EQ(seen.sources, names{"rules.pdf#page=3"});
    EXPECT_EQ(seen.cited, names{"rules.pdf#page=3"});
    EXPECT_FALSE(seen.is_refusal);
    EXPECT_NE(seen.answer.find("27 days"), std::string::npos);
    EXPECT_EQ(seen.sentences, 0U);
    EXPECT_LE(seen.retrieval_ms, seen.answer_ms);
    EXPECT_LE(seen.first_word_ms, seen.answer_ms);
}

TEST_F(Observation, TakesNoneOfTheCitationsOfARefusal)
{
    const auto write = rag::make_extract_writer();
    const auto seen = ask(*write, "Who painted the harbour mural?").value();
    EXPECT_NE(seen.answer.find("[rules.pdf#page=3]"), std::string::npos) << "the nearest source is named";
    EXPECT_TRUE(seen.is_refusal);
    EXPECT_EQ(seen.cited, names{});
}

TEST_F(Observation, CountsTheSentencesOfAModelThatNoSourceBearsOut)
{
    rag::scripted_model model;
    model.pieces.push_back(openai::chat_piece{.text =
                                                  "Everyone has 27 days of annual leave [rules.pdf#page=3]. "
                                                  "Penguins commonly inhabit frozen southern continents. ",
                                              .finish_reason = "stop"});
    const auto write = rag::make_model_writer(model, "m");
    const auto seen = ask(*write, "How many days of annual leave?").value();
    EXPECT_EQ(seen.sentences, 2U);
    EXPECT_EQ(seen.unsupported, 1U);
}

TEST_F(Observation, TakesAnAnswerWithoutCitationsForARefusal)
{
    rag::scripted_model model;
    model.pieces.push_back(openai::chat_piece{.text = "I cannot say.", .finish_reason = "stop"});
    const auto write = rag::make_model_writer(model, "m");
    EXPECT_TRUE(ask(*write, "How many days of annual leave?").value().is_refusal);
}

TEST_F(Observation, IsNoneWhenTheModelFails)
{
    rag::scripted_model model;
    model.refusal = error{errc::upstream_failed, "it is down"};
    const auto write = rag::make_model_writer(model, "m");
    EXPECT_EQ(ask(*write, "How many days of annual leave?").error().detail, "it is down");
}

}  // namespace
}  // namespace parley::eval
