#include "server/question_key.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace parley::server {
namespace {

rag::question usual()
{
    rag::question asked;
    asked.history = {{.role = "user", .content = "And?"}, {.role = "assistant", .content = "So."}};
    asked.text = "why?";
    return asked;
}

TEST(QuestionKey, IsTheSameForTheSameQuestionWheneverItComes)
{
    auto later = usual();
    later.came += std::chrono::seconds(1);
    EXPECT_EQ(key_of(usual()), key_of(later));
}

TEST(QuestionKey, IsAnotherWhenAnythingThatDecidesTheAnswerIs)
{
    const std::vector<std::function<void(rag::question&)>> changes{
        [](auto& of) { of.history.pop_back(); },
        [](auto& of) { of.history[1].content = "No."; },
        [](auto& of) { of.history[1].role = "user"; },
        [](auto& of) { of.text = "why"; },
        [](auto& of) { of.top = 6; },
        [](auto& of) { of.temperature = 0; },
        [](auto& of) { of.temperature = 1; },
        [](auto& of) { of.output_tokens_max = 10; },
        [](auto& of) {
            of.stop = {"a", "b"};
        },
        [](auto& of) { of.stop = {"ab"}; },
        [](auto& of) { of.score_min = 0.1; },
        [](auto& of) { of.ranking = rag::second_ranking::unwanted; },
        [](auto& of) { of.reranker_score_min = 1; },
        [](auto& of) { of.mode = retrieval::retrieval_mode::text; },
        [](auto& of) { of.include_category = "x"; },
        [](auto& of) { of.exclude_category = "x"; },
        [](auto& of) { of.include_documents = std::vector<std::string>{"x"}; },
        [](auto& of) {
            of.prompt = rag::client_prompt{rag::client_prompt::place::instead, "x"};
        },
        [](auto& of) {
            of.prompt = rag::client_prompt{rag::client_prompt::place::after, "x"};
        },
        [](auto& of) { of.sources = rag::text_sources::omit; },
        [](auto& of) { of.suggested = rag::follow_ups::asked; },
        [](auto& of) { of.steps = rag::process::shown; },
    };
    std::vector<std::string> keys{key_of(usual())};
    for (const auto& change : changes) {
        auto asked = usual();
        change(asked);
        keys.push_back(key_of(asked));
    }
    for (std::size_t a = 0; a < keys.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) EXPECT_NE(keys[a], keys[b]) << a << " and " << b;
}

}  // namespace
}  // namespace parley::server
