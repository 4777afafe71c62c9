// Accessibility in GoogleTest: EXPECT_ACCESSIBLE(page), or EXPECT_ACCESSIBLE(page, impact::serious) where
// less may stay; EXPECT_A11Y_SNAPSHOT(page) and, for a second one in the same test,
// EXPECT_A11Y_SNAPSHOT(page, "name"). The failure's text is the report.
//
// The page is a checked_page. Only this file reads the environment and the command line of the test program:
// --snapshot-update or PARLEY_A11Y_SNAPSHOT_UPDATE=1 writes snapshots (and the test that wrote fails, so that
// nobody commits by accident), PARLEY_A11Y_SNAPSHOT_ROOT is where the sources lie when not where they were
// compiled, PARLEY_A11Y_SKIP_WITHOUT_BROWSER=1 skips instead of failing. PARLEY_A11Y_BROWSER=firefox is what
// `local_browser browser(expect::chosen_browser())` follows.
#pragma once

#include "audit/check/snapshot_check.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#define EXPECT_ACCESSIBLE(page, ...) \
    EXPECT_PRED_FORMAT1((::parley::audit::expect::accessible{__VA_ARGS__}), page)
#define EXPECT_A11Y_SNAPSHOT(page, ...) \
    EXPECT_PRED_FORMAT1((::parley::audit::expect::snapshot{__FILE__ __VA_OPT__(, ) __VA_ARGS__}), page)

namespace parley::audit::expect {

inline std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value ? value : "";
}

// Whether the test program was started with this argument. GoogleTest leaves what it does not know in argv,
// but has no public way to ask for it, and gtest_main hands it to nobody.
inline bool has_argument(std::string_view wanted)
{
    std::ifstream command("/proc/self/cmdline", std::ios::binary);
    for (std::string each; std::getline(command, each, '\0');)
        if (each == wanted) return true;
    return false;
}

inline snapshots asked_of_snapshots()
{
    const bool is_update =
        variable("PARLEY_A11Y_SNAPSHOT_UPDATE") == "1" || has_argument("--snapshot-update");
    return is_update ? snapshots::are_written : snapshots::are_compared;
}

// Chromium unless said otherwise; a name that no browser has fails the test.
inline browser_options chosen_browser()
{
    const auto name = variable("PARLEY_A11Y_BROWSER");
    const auto kind = browser_named(name.empty() ? name_of(browser_kind::chromium) : name);
    EXPECT_TRUE(kind) << "PARLEY_A11Y_BROWSER is chromium or firefox, not " << name;
    return {.kind = kind.value_or(browser_kind::chromium)};
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

struct accessible {
    impact least = impact::minor;  // what has less does not fail

    testing::AssertionResult operator()(const char* expression, checked_page& page) const
    {
        if (is_skipped(page)) return testing::AssertionSuccess();
        return judged(expression, complaint_about(page, least));
    }
};

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
        return judged(expression, snapshot_complaint(page, {.source = source,
                                                            .root = variable("PARLEY_A11Y_SNAPSHOT_ROOT"),
                                                            .test = std::string(test->test_suite_name()) +
                                                                    '.' + test->name(),
                                                            .name = name,
                                                            .what = asked_of_snapshots()}));
    }
};

}  // namespace parley::audit::expect
