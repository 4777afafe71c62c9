#include "eval/question_file.hpp"

#include <gtest/gtest.h>

namespace parley::eval {
namespace {

using names = std::vector<std::string>;

std::string complaint(std::string_view text)
{
    const auto read = parse_questions(text, "q.jsonl");
    return read ? "none" : read.error().detail;
}

TEST(QuestionFile, ReadsQuestionsThatCanBeAnsweredAndOthers)
{
    const auto read =
        parse_questions(
            "\xEF\xBB\xBF{\"id\":\"a\",\"question\":\"How long? \",\"relevant\":[\"r.pdf#page=3\",\"n.md\"],"
            "\"note\":1}\r\n\n"
            "{\"question\":\"Weather?\",\"answerable\":false}",
            "q.jsonl")
            .value();
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].id, "a");
    EXPECT_EQ(read[0].text, "How long?");
    EXPECT_EQ(read[0].relevant, (names{"r.pdf#page=3", "n.md"}));
    EXPECT_TRUE(read[0].is_answerable());
    EXPECT_EQ(read[1].id, "Weather?");
    EXPECT_FALSE(read[1].is_answerable());
}

TEST(QuestionFile, ReadsWhatTheTruthOfThePublicSampleCites)
{
    const auto read =
        parse_questions(
            R"({"question":"Q","truth":"Both [1], see [Plus_D.pdf#page=91][S.pdf#page=4][S.pdf#page=4]."})",
            "q.jsonl")
            .value();
    EXPECT_EQ(read[0].relevant, (names{"Plus_D.pdf#page=91", "S.pdf#page=4"}));
    EXPECT_EQ(citations_in("[A report 2023.pdf#page=6(figure6_1.png)] [x] [e.g. this] [a\n.md]"),
              names{"A report 2023.pdf#page=6"});
}

TEST(QuestionFile, ReadsTheTurnsBefore)
{
    const auto read =
        parse_questions(R"({"question":"And?","relevant":["a.md"],"history":)"
                        R"([{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]})",
                        "q.jsonl")
            .value();
    ASSERT_EQ(read[0].history.size(), 2U);
    EXPECT_EQ(read[0].history[1].role, "assistant");
    EXPECT_EQ(read[0].history[1].content, "A");
}

TEST(QuestionFile, TakesAPageOfAWholeDocumentAsNamed)
{
    const auto read =
        parse_questions(R"({"question":"Q","relevant":["a.pdf#page=2","a.pdf","a.pdf"]})", "q.jsonl").value();
    EXPECT_EQ(read[0].relevant, names{"a.pdf"});
}

TEST(QuestionFile, ExpectsWhatIsThere)
{
    const auto read =
        parse_questions(
            R"({"question":"Q","relevant":["a.pdf#page=2","a.pdf#page=3","b.md","b.md#page=1","c.md"]})"
            "\n"
            R"({"question":"R","relevant":["c.md","a.pdf#page=2x"]})",
            "q.jsonl")
            .value();
    EXPECT_EQ(unknown_sources(read, {{"a.pdf", 2}, {"b.md", 0}}),
              (names{"a.pdf#page=3", "c.md", "a.pdf#page=2x"}));
}

TEST(QuestionFile, NamesTheLineOfAMistakeAndWhatWasMeant)
{
    const std::string good = "{\"question\":\"Q\",\"answerable\":false}\n";
    EXPECT_EQ(complaint(""), "q.jsonl: there are no questions in it");
    EXPECT_EQ(
        complaint(good + "\n["),
        "q.jsonl:3: one JSON object is expected on each line, {\"question\": ..., \"relevant\": [...]}: "
        "incomplete JSON");
    EXPECT_EQ(complaint(good + good).find("q.jsonl:2: the same \"id\" as on line 1"), 0U);
    EXPECT_EQ(complaint(R"({"qestion":"Q"})"), "q.jsonl:1: there is no \"question\"");
    EXPECT_EQ(complaint(R"({"question":["Q"]})"), "q.jsonl:1: \"question\" takes a text");
    EXPECT_EQ(complaint(R"({"question":"Q"})").find("q.jsonl:1: nothing says which sources answer"), 0U);
    EXPECT_EQ(complaint(R"({"question":"Q","relevant":"a.md"})").find("q.jsonl:1: \"relevant\" takes a list"),
              0U);
    EXPECT_EQ(complaint(R"({"question":"Q","truth":"27"})").find("q.jsonl:1: \"truth\" cites no source"), 0U);
    EXPECT_EQ(complaint(R"({"question":"Q","relevant":["a.md"],"answerable":false})"),
              "q.jsonl:1: \"answerable\": false does not go with sources that answer");
    EXPECT_EQ(complaint(R"({"question":"Q","relevant":["a.md"],"answerable":"no"})"),
              "q.jsonl:1: \"answerable\" takes true or false");
    EXPECT_EQ(complaint(R"({"question":"Q","relevant":["a"],"history":[{"role":"system","content":"x"}]})")
                  .find("q.jsonl:1: \"history\" takes turns"),
              0U);
}

}  // namespace
}  // namespace parley::eval
