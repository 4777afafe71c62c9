#include "cli/feedback_report.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <array>

namespace parley::cli {
namespace {

const std::array<history::reviewed_feedback, 2> given = {{
    {{"run-2", history::rating::down, "sources", "wrong \x1b[31mpage"},
     1'700'000'000'000,
     "Why?",
     std::string(300, 'x')},
    {{"run-1", history::rating::up, "", ""}, 0, "", ""},
}};

TEST(FeedbackReport, ShowsPeopleWhatItIsAbout)
{
    const auto text = feedback_text(given);
    EXPECT_EQ(text.find("2023-11-14T22:13:20Z  down  sources  run-2\n  comment: wrong "), 0U) << text;
    EXPECT_NE(text.find("\n  question: Why?\n  answer: " + std::string(200, 'x') + "…\n"), std::string::npos)
        << text;
    EXPECT_TRUE(text.ends_with("1970-01-01T00:00:00Z  up  run-1\n")) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << "a comment must not steer a terminal";
    EXPECT_EQ(feedback_text({}), "No feedback.\n");
}

TEST(FeedbackReport, GivesMachinesAllOfIt)
{
    const auto lines = feedback_json(given);
    const auto first = boost::json::parse(lines.substr(0, lines.find('\n')));
    EXPECT_EQ(first.at("given_at"), "2023-11-14T22:13:20Z");
    EXPECT_EQ(first.at("rating"), "down");
    EXPECT_EQ(first.at("answer").as_string().size(), 300U);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
}

TEST(FeedbackReport, ReadsDays)
{
    EXPECT_EQ(day_named("1970-01-02")->time_since_epoch(), std::chrono::hours(24));
    for (const auto* bad : {"", "today", "2026-1-31", "2026-13-01", "2026-02-30", "2026-01-0x", "2026/01/01"})
        EXPECT_FALSE(day_named(bad)) << bad;
}

}  // namespace
}  // namespace parley::cli
