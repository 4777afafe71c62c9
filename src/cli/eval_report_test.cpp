#include "cli/eval_report.hpp"

#include "eval/test_runs.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using eval::judged;

const eval::run before =
    eval::run_of({judged("a", {"a.md"}, {"b.md", "a.md"}, {"a.md"}),
                  judged("b", {"b.md"}, {"b.md"}, {"b.md"}), judged("none", {}, {"b.md"}, {})});
const eval::run now =
    eval::run_of({judged("a", {"a.md"}, {"a.md"}, {"a.md"}), judged("b", {"b.md"}, {"a.md"}, {"a.md"}),
                  judged("none", {}, {"b.md"}, {"b\x1b[31m.md"})});

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

TEST(EvalReport, ShowsEachMetricAndOverHowManyQuestions)
{
    const auto text = run_text(before);
    EXPECT_EQ(
        text.find(
            "3 questions, of which the documents answer 2; answers are extracts and draw on 5 passages\n"),
        0U)
        << text;
    EXPECT_TRUE(has(text, "\nMRR                       0.750  over 2 questions\n")) << text;
    EXPECT_TRUE(has(text, "\nrefusal accuracy          1.000  over 3 questions\nsearch")) << text;
    EXPECT_FALSE(has(text, "supported sentences")) << "the writer only quotes";
    EXPECT_FALSE(has(text, "worth a look"));
}

TEST(EvalReport, NamesTheQuestionsThatAreWorthALook)
{
    auto run = now;
    run.judged.push_back(judged("c", {"c.md"}, {"c.md"}, {}));
    run.judged.push_back(judged("d", {"d.md"}, {"d.md", "c.md"}, {"c.md"}));
    run.failed.push_back({"e", "it is down"});
    const auto text = run_text(run);
    EXPECT_TRUE(has(
        text, "  of which wrong                 1 refused that have an answer, 1 answered that have none\n"))
        << text;
    EXPECT_TRUE(has(text, "\n  b: Question b?\n    b.md is not among its sources\n")) << text;
    EXPECT_TRUE(
        has(text, "\n  c: Question c?\n    refused, though c.md answers and a source of it was found\n"));
    EXPECT_TRUE(has(text, "\n  d: Question d?\n    cites c.md, not d.md\n"));
    EXPECT_TRUE(has(text, "\n  e\n    it is down\n"));
    EXPECT_TRUE(has(text, "\n  none: Question none?\n    answered from b"));
    EXPECT_FALSE(has(text, "\x1b")) << "what a document is called must not steer a terminal";
}

TEST(EvalReport, ComparesWithColoursOnlyWhereTheyCanBeShown)
{
    const auto changes = eval::compare(before, now);
    const auto plain = comparison_text(changes, 0.01, colours::none);
    EXPECT_EQ(plain.find("\ncompared over 3 questions\n\n"), 0U) << plain;
    EXPECT_TRUE(has(plain, "\nMRR                       0.750    0.500   -0.250\n")) << plain;
    EXPECT_TRUE(has(plain, "\nbetter, 1 question:\n  a\n    nDCG@10 0.63 -> 1.00, MRR 0.50 -> 1.00\n"))
        << plain;
    EXPECT_TRUE(has(plain, "\nworse, 2 questions:\n  b\n"));
    EXPECT_TRUE(has(plain, "\nfell by more than 0.01: nDCG@10, ")) << plain;
    EXPECT_FALSE(has(plain, "\x1b"));
    EXPECT_TRUE(has(comparison_text(changes, 0.01, colours::shown), "\x1b[31m   -0.250\x1b[0m\n"));
    EXPECT_TRUE(has(comparison_text(eval::compare(now, now), 0, colours::shown),
                    "\nno metric fell by more than 0\n"));
}

TEST(EvalReport, TellsMachinesWhatFell)
{
    const boost::json::value line = comparison_json(eval::compare(before, now), 0.3);
    EXPECT_EQ(line.at("type"), "comparison");
    EXPECT_EQ(line.at("metrics").at("mrr").at("now"), 0.5);
    EXPECT_FALSE(line.at("fallen").as_object().contains("mrr")) << "it fell by less";
    EXPECT_TRUE(line.at("fallen").as_object().contains("hit_rate"));
    EXPECT_EQ(line.at("worse").as_array().size(), 2U);
    EXPECT_EQ(line.at("better").at(0).at("id"), "a");
}

}  // namespace
}  // namespace parley::cli
