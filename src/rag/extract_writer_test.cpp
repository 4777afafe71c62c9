#include "rag/extract_writer.hpp"

#include "base/run_on_loop.hpp"
#include "rag/test_passages.hpp"
#include "rag/test_services.hpp"

#include <gtest/gtest.h>

namespace parley::rag {
namespace {

class ExtractWriter : public testing::Test {
protected:
    // Through the same path as a model's answer.
    std::string answer_to(std::string text, std::vector<retrieval::passage> passages,
                          std::optional<int> output_tokens_max = {})
    {
        find_.found = std::move(passages);
        question asked;
        asked.text = std::move(text);
        asked.output_tokens_max = output_tokens_max;
        asio::io_context loop;
        const auto ended = run_on_loop(
            loop, answer({find_, *write_}, std::move(asked), sink_, deadline_after(std::chrono::hours(1))));
        EXPECT_TRUE(ended.has_value());
        return sink_.text();
    }

    std::string with_note(std::string text) { return text + "\n\n" + std::string(extracts_note); }

    scripted_retriever find_;
    std::unique_ptr<writer> write_ = make_extract_writer();
    remembering_sink sink_;
};

TEST_F(ExtractWriter, QuotesWithCitationsAndSaysWhatItIs)
{
    EXPECT_EQ(answer_to("How many vacation days are there?",
                        {passage_of("a.pdf#page=2", "There are 25\nvacation days.")}),
              with_note("There are 25 vacation days. [a.pdf#page=2]"));
    EXPECT_EQ(write_->name(), "extracts");
    EXPECT_EQ(std::get<done_event>(sink_.events.back()).finish_reason, "stop");
}

TEST_F(ExtractWriter, StopsAtTheLimitOfTheClientBetweenWords)
{
    const auto passage = passage_of("a.pdf#page=2", "There are 25 vacation days.");
    EXPECT_EQ(answer_to("How many vacation days are there?", {passage}, 5), "There are 25");
    EXPECT_EQ(std::get<done_event>(sink_.events.back()).finish_reason, "length");
    sink_ = {};
    EXPECT_EQ(answer_to("How many vacation days are there?", {passage}, 1000),
              with_note("There are 25 vacation days. [a.pdf#page=2]"));
    EXPECT_EQ(std::get<done_event>(sink_.events.back()).finish_reason, "stop");
}

TEST_F(ExtractWriter, StreamsOnePieceForEachExtract)
{
    EXPECT_EQ(answer_to("What is the allowance?", {passage_of("a.md", "The allowance is 38 euros."),
                                                   passage_of("b.md", "The allowance is 44 euros.")}),
              with_note("The documents give different figures:\n\n- The allowance is 38 euros. [a.md]\n"
                        "- The allowance is 44 euros. [b.md]"));
    EXPECT_EQ(sink_.order(), "sdddde");
}

TEST_F(ExtractWriter, SaysPlainlyThatTheDocumentsDoNotAnswer)
{
    EXPECT_EQ(answer_to("How do I bake bread?", {passage_of("a.md", "The allowance is 38 euros.")}),
              with_note("The documents do not seem to answer this. The nearest source is [a.md]."));
    sink_ = {};
    EXPECT_EQ(answer_to("How do I bake bread?", {}), with_note("The documents do not seem to answer this."));
}

TEST_F(ExtractWriter, SaysSoWhenItIsInDoubt)
{
    EXPECT_EQ(
        answer_to(
            "Is parking free in Lisbon?",
            {passage_of("a.md", "Parking is free.\n\nThe gate opens at six.\n\nIt is guarded by dogs.")}),
        with_note(
            "The documents may not answer exactly this. What comes closest:\n\nParking is free. [a.md]"));
}

TEST_F(ExtractWriter, NeverTakesBracketsInADocumentForCitations)
{
    const auto text =
        answer_to("What is the allowance?",
                  {passage_of("a.md", "The allowance [b.md] is 38 euros [1], see [here](http://x.example)."),
                   passage_of("b.md", "Nothing.")});
    EXPECT_EQ(text, with_note("The allowance (b.md) is 38 euros (1), see here. [a.md]"));
    EXPECT_EQ(std::get<done_event>(sink_.events.back()).invalid_citations, 0U);
}

}  // namespace
}  // namespace parley::rag
