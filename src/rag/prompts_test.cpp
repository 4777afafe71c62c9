#include "rag/prompts.hpp"

#include "rag/prompt.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/test_passages.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

writing_task small_task()
{
    writing_task task;
    task.asked.text = "Why?";
    task.passages = {passage_of("a.md", "Because.")};
    return task;
}

TEST(Prompts, AUsersTextStandsInForTheBuiltInOneOfItsName)
{
    const auto mine = make_prompts(
        {{"answer", "Rhyme. {{#citations}}<{{.}}>{{/citations}}\n"}, {"query", "find {{question}}"}});
    ASSERT_TRUE(mine) << mine.error().detail;
    const auto messages = make_prompt(small_task(), *mine);
    EXPECT_EQ(messages.front().content, "Rhyme. <a.md>");
    EXPECT_EQ(messages.back().content, make_prompt(small_task()).back().content);
    EXPECT_EQ(rewrite_request(small_task().asked, "m", *mine).messages.front().content, "find Why?");
}

TEST(Prompts, NamesThePromptThatIsWrong)
{
    EXPECT_EQ(make_prompts({{"answr", ""}}).error().detail,
              "there is no prompt answr: there are answer, question, suggestions and query");
    EXPECT_EQ(make_prompts({{"question", "{{qestion}}"}}).error().detail,
              "the prompt question: line 1: there is no {{qestion}}; did you mean {{question}}?");
}

TEST(Prompts, LetAModelAddWhatItKnowsOnlyWhenItMay)
{
    const auto grounded = make_prompt(small_task(), built_in_prompts(), grounding::sources).front().content;
    const auto open = make_prompt(small_task(), built_in_prompts(), grounding::open).front().content;
    EXPECT_NE(grounded.find("Use only what the sources"), std::string::npos);
    EXPECT_EQ(open.find("Use only what the sources"), std::string::npos);
    EXPECT_NE(open.find("Not from the documents:"), std::string::npos);
}

}  // namespace
}  // namespace parley::rag
