#include "audit/browser/chromium_command.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace parley::audit {
namespace {

std::string found_among(const std::set<std::string>& installed)
{
    return find_chromium([&](const std::string& program) { return installed.contains(program); });
}

bool has(const std::vector<std::string>& command, const std::string& word)
{
    return std::ranges::find(command, word) != command.end();
}

TEST(ChromiumCommand, PrefersTheHeadlessShellAndNeverDebiansScript)
{
    EXPECT_EQ(found_among({"/usr/bin/chromium", "/usr/lib/chromium/chromium"}), "/usr/lib/chromium/chromium");
    EXPECT_EQ(found_among({"/usr/bin/chromium-headless-shell", "/usr/lib/chromium/chromium"}),
              "/usr/bin/chromium-headless-shell");
    EXPECT_EQ(found_among({"/usr/bin/google-chrome"}), "/usr/bin/google-chrome");
    EXPECT_EQ(found_among({}), "");
}

TEST(ChromiumCommand, SpeaksOnAPipeAndOpensNoPort)
{
    const auto command = chromium_command("/b", "/tmp/p", sandbox::on);
    EXPECT_EQ(command.front(), "/b");
    EXPECT_TRUE(has(command, "--remote-debugging-pipe"));
    EXPECT_TRUE(has(command, "--user-data-dir=/tmp/p"));
    EXPECT_TRUE(has(command, "--no-startup-window"));
    EXPECT_FALSE(has(command, "--no-sandbox"));
}

TEST(ChromiumCommand, LeavesTheSandboxOnlyWhenItMust)
{
    EXPECT_TRUE(has(chromium_command("/b", "/tmp/p", sandbox::off), "--no-sandbox"));
}

TEST(ChromiumCommand, AsksTheHeadlessShellForNoWindow)
{
    EXPECT_FALSE(has(chromium_command("/chromium-headless-shell", "/p", sandbox::on), "--no-startup-window"));
}

}  // namespace
}  // namespace parley::audit
