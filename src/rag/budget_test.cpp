// How an answer keeps the budget of its prompt, through the whole path.
#include "base/run_on_loop.hpp"
#include "rag/answer.hpp"
#include "rag/test_passages.hpp"
#include "rag/test_services.hpp"
#include "rag/test_vocabulary.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

thought last_step(const prompt_budget& budget)
{
    scripted_retriever find;
    find.found = std::vector{passage_of("a.md", "one two three"), passage_of("b.md", "four")};
    scripted_model model;
    model.pieces.emplace_back(openai::chat_piece{"", "stop"});
    const auto write = make_model_writer(model, "test-model");
    question asked;
    asked.text = "How many?";
    remembering_sink sink;
    asio::io_context loop;
    const services with{find, *write, nullptr, nullptr, nullptr, budget};
    const auto until = deadline_after(std::chrono::hours(1));
    EXPECT_TRUE(run_on_loop(loop, answer(with, asked, sink, until)).has_value());
    return std::get<sources_event>(sink.events.at(0)).thoughts.at(3);
}

TEST(Budget, IsKeptByAnAnswerWhichSaysWhatCountedTheTokens)
{
    const auto usual = last_step({});
    EXPECT_EQ(usual.description, "The question, 2 sources and 0 earlier messages");
    EXPECT_EQ(usual.props.at(1).second, thought_value("estimate"));

    prompt_budget budget{.source_tokens_max = 3, .history_tokens_max = 10};
    budget.counted_by =
        token_counter(vocabulary::parse(vocabulary_file({"one", " two", " three"}), cutting::cl100k).value());
    const auto exact = last_step(budget);
    EXPECT_EQ(exact.description,
              "The question, 1 source and 0 earlier messages; left out to stay within the "
              "limits: 1 source and 0 earlier messages");
    EXPECT_EQ(exact.props.at(1).second, thought_value("vocabulary"));
}

}  // namespace
}  // namespace parley::rag
