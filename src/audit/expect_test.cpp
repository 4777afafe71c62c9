#include "audit/expect.hpp"

#include "base/temporary_folder.hpp"
#include "base/whole_file.hpp"

#include <gtest/gtest-spi.h>

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace parley::audit {
namespace {

constexpr auto bad_page =
    "<!doctype html><html lang=en><title>T</title><main><h1>H</h1><img src=x.png></main>";
constexpr auto good_page = "<!doctype html><html lang=en><title>T</title><main><h1>H</h1><p>x</p></main>";

struct Expect : ::testing::Test {
    temporary_folder folder;
    local_browser browser;

    checked_page page_of(const char* html)
    {
        std::ofstream(folder.path / "page.html") << html;
        return checked_page::of_file(browser, folder.path / "page.html");
    }

    snapshot_test here(snapshots what, std::string name = {}) const
    {
        return {.source = folder.path / "page_test.cpp",
                .test = "Suite/0.Test",
                .name = std::move(name),
                .what = what};
    }

    std::filesystem::path kept(const std::string& name) const
    {
        return folder.path / "snapshots/page_test/Suite_0.Test/chromium" / name;
    }
};

checked_page* judged_page = nullptr;  // EXPECT_NONFATAL_FAILURE takes no local variables

TEST_F(Expect, FailsWithTheReportOfAPageThatHasViolations)
{
    auto page = page_of(bad_page);
    judged_page = &page;
    EXPECT_NONFATAL_FAILURE(EXPECT_ACCESSIBLE(*judged_page), "Rule Violated:\nimage-alt - ");
    EXPECT_NONFATAL_FAILURE(EXPECT_ACCESSIBLE(*judged_page), "<img src=\"x.png\">");
}

TEST_F(Expect, IsContentWithAPageThatHasNone)
{
    auto page = page_of(good_page);
    EXPECT_ACCESSIBLE(page);
}

TEST_F(Expect, LetsWhatHasLessImpactThanIsSaidStay)
{
    auto page = page_of(bad_page);
    judged_page = &page;
    EXPECT_NONFATAL_FAILURE(EXPECT_ACCESSIBLE(*judged_page, impact::critical), "image-alt");
    auto unimportant = page_of("<!doctype html><html lang=en><title>T</title><h1>H</h1><p>outside</p>");
    judged_page = &unimportant;
    EXPECT_NONFATAL_FAILURE(EXPECT_ACCESSIBLE(*judged_page), "Impact Level: moderate");
    EXPECT_ACCESSIBLE(unimportant, impact::serious);
}

TEST(ExpectCommandLine, HasSnapshotsComparedUnlessSaidOtherwise)
{
    EXPECT_EQ(expect::asked_of_snapshots(), snapshots::are_compared);
}

// The test above, alone in a program that is started as people would.
TEST(ExpectCommandLine, HasSnapshotsWrittenWhenItSaysSo)
{
    const auto program = "/proc/" + std::to_string(::getpid()) + "/exe";
    const auto alone = program + " --gtest_filter=*.HasSnapshotsComparedUnlessSaidOtherwise";
    EXPECT_EQ(std::system((alone + " >/dev/null").c_str()), 0);
    EXPECT_NE(std::system((alone + " --snapshot-update >/dev/null").c_str()), 0);
}

TEST_F(Expect, LooksAtEveryStateAndNamesThoseThatFail)
{
    auto page = page_of(
        "<!doctype html><html lang=en><title>T</title><main><h1>H</h1>"
        "<button onclick='this.innerHTML=\"\"'>x</button></main>");
    page.act("audit as before").act("click element button").act("audit as after");
    ASSERT_EQ(page.outcomes().size(), 3U);
    EXPECT_EQ(page.states(), (std::vector<std::string>{"before", "after", ""}));
    const auto complaint = complaint_about(page);
    EXPECT_EQ(complaint.find("(before)"), std::string::npos) << complaint;
    EXPECT_NE(complaint.find("(after)\nFound 1 accessibility violations:"), std::string::npos) << complaint;
}

TEST_F(Expect, SaysWhyAPageWasNotAudited)
{
    auto page = page_of(good_page);
    page.act("click element #none");
    EXPECT_NE(complaint_about(page).find("could not be audited: action 1, `click element #none`: no element"),
              std::string::npos);
    auto wrong = page_of(good_page).act("dance");
    EXPECT_NE(complaint_about(wrong).find("`dance` is no action"), std::string::npos);
}

TEST_F(Expect, IsNotContentWithFramesThatNobodyLookedAt)
{
    constexpr auto with_frame =
        "<!doctype html><html lang=en><title>T</title><main><h1>H</h1>"
        "<iframe title=t sandbox srcdoc='<!doctype html><title>U</title><p>x</p>'></iframe></main>";
    auto page = page_of(with_frame);
    page.plan().limits.frame = std::chrono::milliseconds(300);
    const auto complaint = complaint_about(page);
    EXPECT_NE(complaint.find("iframe:nth-child(2) could not be audited: it gave no results within 300 ms"),
              std::string::npos)
        << complaint;
    page.plan().scope = frames::none;
    EXPECT_ACCESSIBLE(page);
}

TEST_F(Expect, NamesThePackageWhenThereIsNoBrowser)
{
    local_browser none({.path = "/nowhere/chromium"});
    checked_page page(none, "http://127.0.0.1/");
    judged_page = &page;
    EXPECT_NONFATAL_FAILURE(EXPECT_ACCESSIBLE(*judged_page), "apt install chromium");
    EXPECT_NE(none.missing(), "");
}

TEST_F(Expect, LooksThroughTheBrowserThatTheEnvironmentNames)
{
    EXPECT_EQ(expect::chosen_browser().kind, browser_kind::chromium);
    ::setenv("PARLEY_A11Y_BROWSER", "firefox", 1);
    EXPECT_EQ(expect::chosen_browser().kind, browser_kind::firefox);
    ::setenv("PARLEY_A11Y_BROWSER", "netscape", 1);
    EXPECT_NONFATAL_FAILURE(expect::chosen_browser(), "chromium or firefox, not netscape");
    ::unsetenv("PARLEY_A11Y_BROWSER");
}

TEST_F(Expect, KeepsSnapshotsByTestAndComparesThem)
{
    auto bad = page_of(bad_page);
    EXPECT_NE(snapshot_complaint(bad, here(snapshots::are_compared)).find("doesn't exist"),
              std::string::npos);

    const auto written = snapshot_complaint(bad, here(snapshots::are_written));
    EXPECT_NE(written.find("Created snapshots:\n    Suite_0.Test/chromium/snapshot.txt"), std::string::npos)
        << written;
    EXPECT_EQ(read_whole_file(kept("snapshot.txt")).value(), "image-alt (critical) : 1");
    EXPECT_EQ(snapshot_complaint(bad, here(snapshots::are_written)), "");
    EXPECT_EQ(snapshot_complaint(bad, here(snapshots::are_compared)), "");

    auto good = page_of(good_page);
    const auto fixed = snapshot_complaint(good, here(snapshots::are_compared));
    EXPECT_NE(fixed.find("Old violations no longer found: image-alt (critical)."), std::string::npos)
        << fixed;
    EXPECT_NE(fixed.find("PARLEY_A11Y_SNAPSHOT_UPDATE=1"), std::string::npos) << fixed;
    snapshot_complaint(good, here(snapshots::are_written, "after login"));
    EXPECT_EQ(read_whole_file(kept("after_login.txt")).value(), "");
}

TEST_F(Expect, FindsSourcesThatLieElsewhereThanWhereTheyWereCompiled)
{
    EXPECT_EQ(snapshot_folder_of({.source = "tests/page_test.cpp", .root = "/elsewhere", .test = "S.T"}),
              "/elsewhere/tests/snapshots/page_test");
    EXPECT_EQ(snapshot_folder_of({.source = "/src/page_test.cpp", .test = "S.T"}),
              "/src/snapshots/page_test");
}

TEST_F(Expect, WritesNoSnapshotWhereNoSourcesAre)
{
    auto page = page_of(good_page);
    const auto complaint = snapshot_complaint(
        page, {.source = "no/such/folder/page_test.cpp", .test = "S.T", .what = snapshots::are_written});
    EXPECT_NE(complaint.find("PARLEY_A11Y_SNAPSHOT_ROOT"), std::string::npos) << complaint;
    EXPECT_FALSE(std::filesystem::exists("no/such/folder"));
}

// std::filesystem threw for it.
TEST_F(Expect, WritesNoSnapshotBehindALinkThatLeadsToItself)
{
    const temporary_folder sources;
    std::filesystem::create_symlink("loop", sources.path / "loop");
    auto page = page_of(good_page);
    const auto complaint =
        snapshot_complaint(page, {.source = sources.path / "loop/page_test.cpp", .test = "S.T"});
    EXPECT_NE(complaint.find("PARLEY_A11Y_SNAPSHOT_ROOT"), std::string::npos) << complaint;
}

TEST_F(Expect, AsksForANameOfASecondSnapshotInOneTest)
{
    auto page = page_of(good_page);
    judged_page = &page;
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    EXPECT_TRUE(expect::is_first_of_its_name(*test, ""));
    EXPECT_NONFATAL_FAILURE(EXPECT_A11Y_SNAPSHOT(*judged_page), "give the second another");
    EXPECT_TRUE(expect::is_first_of_its_name(*test, "other"));
    EXPECT_NONFATAL_FAILURE(EXPECT_A11Y_SNAPSHOT(*judged_page, "other"), "give the second another");
}

}  // namespace
}  // namespace parley::audit
