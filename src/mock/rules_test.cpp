#include "mock/rules.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

using names = rules<std::string>;

const names::time_point start{};

asked asking(std::string scope)
{
    asked made;
    made.scope = std::move(scope);
    return made;
}

// The name of the rule that applies, or "none".
std::string picked(names& from, const asked& what, names::time_point now = start)
{
    const auto* found = from.pick(facts(what, 1), 1, now);
    return found == nullptr ? "none" : *found;
}

TEST(Rules, AreInForceWithinTheirTime)
{
    names list("Rule", 0);
    list.replace("", {{{.from = 100ms, .until = 200ms}, "window"}, {{.from = 150ms}, "later"}}, start);
    const auto what = asking("");
    EXPECT_EQ(picked(list, what, start + 99ms), "none");
    EXPECT_EQ(picked(list, what, start + 100ms), "window");
    EXPECT_EQ(picked(list, what, start + 199ms), "window");
    EXPECT_EQ(picked(list, what, start + 200ms), "later");
}

TEST(Rules, OfAScopeAreForItAloneAndComeFirst)
{
    names list("Rule", 0);
    list.replace("", {{{}, "all"}}, start);
    list.replace("one", {{{.times = 1}, "first of one"}, {{.times = 1}, "second of one"}}, start);
    list.replace("two", {{{}, "two"}}, start);
    EXPECT_EQ(picked(list, asking("one")), "first of one");
    EXPECT_EQ(picked(list, asking("one")), "second of one");
    EXPECT_EQ(picked(list, asking("one")), "all");
    EXPECT_EQ(picked(list, asking("two")), "two");
    EXPECT_EQ(picked(list, asking("")), "all");
    list.replace("two", {}, start);
    EXPECT_EQ(picked(list, asking("two")), "all");
    list.replace("", {}, start);
    EXPECT_EQ(list.size(), 2U);
    EXPECT_EQ(list.size_beside("one"), 0U);
}

TEST(Rules, TellWhichOfThemMetNoRequest)
{
    names list("Rule", 0);
    list.replace("", {{{.times = 0}, "off"}, {{.rate = 0.5}, "by chance"}, {{}, "met"}, {{}, "unmet"}},
                 start);
    list.replace("one", {{{}, "of one"}}, start);
    const auto what = asking("");
    for (std::uint64_t number = 0; number < 100; ++number) list.pick(facts(what, 1), number, start);
    const auto tail = std::string(" met no request: mend what it is for, or do not set it.");
    const auto of_all = "Rule 4 of those that were set" + tail;
    const auto of_one = "Rule 1 of those that were set for scope \"one\"" + tail;
    EXPECT_EQ(list.never_met(), (std::vector{of_one, of_all}));
    EXPECT_EQ(list.never_met("one"), std::vector{of_one});
    EXPECT_EQ(list.never_met(""), std::vector{of_all});
}

}  // namespace
}  // namespace parley::mock
