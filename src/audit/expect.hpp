// Accessibility in GoogleTest: EXPECT_ACCESSIBLE(page), EXPECT_A11Y_SNAPSHOT(page) and, for a second one in
// the same test, EXPECT_A11Y_SNAPSHOT(page, "name"). The failure's text is the report.
//
// The page is a checked_page. Only this file reads the environment: PARLEY_A11Y_SNAPSHOT_UPDATE=1 writes
// snapshots (and the test that wrote fails, so that nobody commits by accident), PARLEY_A11Y_SNAPSHOT_ROOT is
// where the sources lie when not where they were compiled, PARLEY_A11Y_SKIP_WITHOUT_BROWSER=1 skips instead
// of failing.
#pragma once

#include "audit/check/snapshot_check.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#define EXPECT_ACCESSIBLE(page) EXPECT_PRED_FORMAT1(::parley::audit::expect::accessible, page)
#define EXPECT_A11Y_SNAPSHOT(page, ...) \
    EXPECT_PRED_FORMAT1((::parley::audit::expect::snapshot{__FILE__ __VA_OPT__(, ) __VA_ARGS__}), page)

namespace parley::audit::expect {

inline std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value ? value : "";
}

// Whether the test is skipped for want of a browser.
// tidy-allow(skipped-test): for users who want it; our own tests never set the variable.
inline bool is_skipped(checked_page& page)
{
    if (variable("PARLEY_A11Y_SKIP_WITHOUT_BROWSER") != "1") return false;
    page.outcomes();
    const auto& missing = page.browser().missing();
    const auto skip = [&missing] { GTEST_SKIP() << missing; };
    if (!missing.empty()) skip();
    return !missing.empty();
}

inline testing::AssertionResult judged(const char* expression, const std::string& complaint)
{
    if (complaint.empty()) return testing::AssertionSuccess();
    return testing::AssertionFailure() << expression << ":\n" << complaint;
}

inline testing::AssertionResult accessible(const char* expression, checked_page& page)
{
    if (is_skipped(page)) return testing::AssertionSuccess();
    return judged(expression, complaint_about(page));
}

// False when the test that runs has had this snapshot before; a test that is repeated begins anew.
inline bool is_first_of_its_name(const testing::TestInfo& test, const std::string& name)
{
    const auto key = "accessibility_snapshot_" + (name.empty() ? "unnamed" : "named_" + name);
    for (int i = 0; i < test.result()->test_property_count(); ++i)
        if (test.result()->GetTestProperty(i).key() == key) return false;
    testing::Test::RecordProperty(key, "taken");
    return true;
}

struct snapshot {
    const char* source;
    std::string name = {};

    testing::AssertionResult operator()(const char* expression, checked_page& page) const
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        if (!test) return testing::AssertionFailure() << "EXPECT_A11Y_SNAPSHOT stands outside of a test";
        if (!is_first_of_its_name(*test, name))
            return testing::AssertionFailure()
                   << "this test has two snapshots of one name: give the second another, as in "
                      "EXPECT_A11Y_SNAPSHOT("
                   << expression << ", \"after login\")";
        if (is_skipped(page)) return testing::AssertionSuccess();
        const bool is_update = variable("PARLEY_A11Y_SNAPSHOT_UPDATE") == "1";
        return judged(
            expression,
            snapshot_complaint(page, {.source = source,
                                      .root = variable("PARLEY_A11Y_SNAPSHOT_ROOT"),
                                      .test = std::string(test->test_suite_name()) + '.' + test->name(),
                                      .name = name,
                                      .what = is_update ? snapshots::are_written : snapshots::are_compared}));
    }
};

}  // namespace parley::audit::expect
