#include "eval/run_file.hpp"
#include "eval/test_runs.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace parley::eval {
namespace {

run two_questions()
{
    auto found = judged("found", {"a.md"}, {"a.md", "b.md"}, {"a.md"});
    found.seen.retrieval_ms = 1;
    auto missed = judged("missed", {"a.md"}, {"b.md", "a.md"}, {});
    missed.seen.retrieval_ms = 3;
    return run_of({found, missed, judged("none", {}, {"b.md"}, {"b.md"})});
}

TEST(Run, TotalsEachMetricOverTheQuestionsThatItSaysSomethingOf)
{
    const auto made = total(two_questions());
    EXPECT_EQ(made.mean.reciprocal_rank, 0.75);
    EXPECT_EQ(made.mean.citation_precision, 1) << "one question cites, and what it cites is relevant";
    EXPECT_EQ(made.mean.citation_recall, 0.5);
    EXPECT_EQ(made.mean.refusal, 1.0 / 3);
    EXPECT_FALSE(made.mean.supported);
    EXPECT_EQ(made.answerable, 2U);
    EXPECT_EQ(made.refused_wrongly, 1U);
    EXPECT_EQ(made.answered_wrongly, 1U);
    EXPECT_EQ(made.retrieval_ms.p50, 1);
    EXPECT_EQ(made.retrieval_ms.p99, 3);
    EXPECT_FALSE(total(run{}).mean.ndcg_10);
}

TEST(RunFile, IsReadAsItWasWritten)
{
    auto written = two_questions();
    written.planned = 5;
    written.failed.push_back({"x", "it is down"});
    written.judged[0].asked.history.push_back({.role = "user", .content = "Before"});
    written.judged[0].seen.sentences = 2;
    written.judged[0].made = judge(written.judged[0].asked, written.judged[0].seen);
    const auto text = run_json(written);
    EXPECT_TRUE(looks_like_run(text));
    const auto read = parse_run(text, "run.json").value();
    EXPECT_EQ(run_json(read), text);
    EXPECT_FALSE(read.is_complete());
    EXPECT_EQ(read.judged[0].asked.history[0].content, "Before");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6) << "a line for each question";
}

TEST(RunFile, JudgesAnewWhatWasObserved)
{
    auto text = run_json(two_questions());
    const std::string before = R"("mrr":0.5)";
    ASSERT_NE(text.find(before), std::string::npos) << text;
    text.replace(text.find(before), before.size(), R"("mrr":0.9)");
    EXPECT_EQ(parse_run(text, "run.json").value().judged[1].made.reciprocal_rank, 0.5);
}

TEST(RunFile, SaysWhenItIsNone)
{
    const auto complaint = [](std::string_view text) { return parse_run(text, "r.json").error().detail; };
    const std::string no_run = "r.json: not a run that parley eval --out wrote";
    EXPECT_EQ(complaint("{}"), no_run);
    EXPECT_EQ(complaint("[]"), no_run);
    EXPECT_EQ(complaint("{"), no_run + ": incomplete JSON");
    EXPECT_EQ(complaint(R"({"parley_run":2})"), no_run + ": it is of another version");
    EXPECT_EQ(complaint(R"({"parley_run":1,"writer":"x"})"), no_run);
    EXPECT_FALSE(looks_like_run(R"({"question":"Q"})"));
}

}  // namespace
}  // namespace parley::eval
