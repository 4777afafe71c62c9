#include "audit/browser/firefox_command.hpp"

#include "base/descriptor.hpp"
#include "base/temporary_folder.hpp"
#include "process/child.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <set>
#include <thread>
#include <unistd.h>

namespace parley::audit {
namespace {

namespace asio = boost::asio;

bool prefers(const std::string& preferences, const std::string& line)
{
    return preferences.find("user_pref(" + line + ");\n") != std::string::npos;
}

TEST(FirefoxCommand, PrefersTheProgramToLinksAndScripts)
{
    const auto found_among = [](const std::set<std::string>& installed) {
        return find_firefox([&](const std::string& program) { return installed.contains(program); });
    };
    EXPECT_EQ(found_among({"/usr/bin/firefox-esr", "/usr/lib/firefox-esr/firefox-esr"}),
              "/usr/lib/firefox-esr/firefox-esr");
    EXPECT_EQ(found_among({"/usr/bin/firefox"}), "/usr/bin/firefox");
    EXPECT_EQ(found_among({}), "");
}

TEST(FirefoxCommand, OpensAPortThatNobodyChose)
{
    const auto command = firefox_command("/b", "/tmp/p", "/tmp/p/profile");
    EXPECT_NE(std::ranges::find(command, "--remote-debugging-port=0"), command.end());
    EXPECT_EQ(port_said("WebDriver BiDi listening on ws://127.0.0.1:41777"), 41777);
    for (const auto* line : {"*** You are running in headless mode.", "",
                             "WebDriver BiDi listening on ws://127.0.0.1:", "ws://127.0.0.1:41777",
                             "WebDriver BiDi listening on ws://127.0.0.1:99999"})
        EXPECT_EQ(port_said(line), std::nullopt) << line;
}

TEST(FirefoxCommand, ShowsPagesAsItsPreferencesSay)
{
    const auto usual = firefox_preferences({});
    EXPECT_TRUE(prefers(usual, R"("layout.css.prefers-color-scheme.content-override", 1)"));
    EXPECT_TRUE(prefers(usual, R"("ui.prefersReducedMotion", 1)"));
    EXPECT_TRUE(prefers(usual, R"("browser.display.document_color_use", 1)"));
    const auto other = firefox_preferences({color_scheme::dark, motion::full, colors::forced});
    EXPECT_TRUE(prefers(other, R"("layout.css.prefers-color-scheme.content-override", 0)"));
    EXPECT_TRUE(prefers(other, R"("ui.prefersReducedMotion", 0)"));
    EXPECT_TRUE(prefers(other, R"("browser.display.document_color_use", 2)"));
    EXPECT_TRUE(prefers(other, R"("browser.display.background_color", "#000000")"));
}

// As when we are killed: only the other end of the pipe tells the guard.
TEST(FirefoxCommand, LeavesNothingWhenTheOneWhoStartedItIsGone)
{
    const temporary_folder parent;
    const auto folder = parent.path / "it's its folder";
    std::filesystem::create_directory(folder);
    const auto program = parent.path / "firefox";
    std::ofstream(program) << "#!/bin/sh\nsleep 600 &\necho $!\nwait\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);

    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    descriptor guard(ends[0]);
    descriptor lifeline(ends[1]);
    asio::io_context loop;
    auto running = process::child::start(
        loop.get_executor(),
        {.argv = firefox_command(program, folder, folder / "profile"), .handed_on = {guard.get()}});
    ASSERT_TRUE(running) << running.error().detail;
    guard.reset();
    std::string child_of_it;
    asio::read_until(running->output(), asio::dynamic_buffer(child_of_it), '\n');

    lifeline.reset();
    EXPECT_EQ(running->reap(), 128 + SIGKILL);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const auto is_there = [&] {
        return ::kill(std::stoi(child_of_it), 0) == 0 || std::filesystem::exists(folder);
    };
    while (is_there() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_FALSE(std::filesystem::exists(folder));
    EXPECT_NE(::kill(std::stoi(child_of_it), 0), 0) << "what it started still runs";
}

}  // namespace
}  // namespace parley::audit
