#include "cli/audit_start.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace parley::cli {
namespace {

result<std::unique_ptr<started_program>> started(const std::vector<std::string>& arguments)
{
    const auto given = parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; });
    return started_program::start(given.value().values);
}

bool eventually(const std::function<bool()>& holds)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    return holds();
}

// Of a process that a program wrote down.
pid_t id_in(const std::filesystem::path& file)
{
    pid_t id = 0;
    std::ifstream(file) >> id;
    return id;
}

// A zombie that nobody reaps runs no more.
bool runs(pid_t id)
{
    std::string word;
    std::ifstream file("/proc/" + std::to_string(id) + "/stat");
    file >> word >> word >> word;
    return !word.empty() && word != "Z";
}

TEST(StartedProgram, IsNoneUnlessAskedFor)
{
    EXPECT_EQ(started({}).value(), nullptr);
    EXPECT_EQ(started({"--ready-url", "http://a/"}).error().code, errc::invalid_input);
    EXPECT_EQ(started({"--start", "true"}).error().code, errc::invalid_input);
    EXPECT_EQ(started({"--start", "true", "--ready-pattern", "["}).error().code, errc::invalid_input);
}

TEST(StartedProgram, IsReadyWhenItSaysSoAndEndsWithAllItStarted)
{
    const temporary_folder folder;
    const auto file = folder.path / "id";
    {
        const auto program = started(
            {"--start",
             "sleep 1000 & echo $! > " + file.string() + "; echo starting; echo listening on 80 >&2; wait",
             "--ready-pattern", "^listening on \\d+"});
        ASSERT_TRUE(program) << program.error().detail;
        EXPECT_EQ((*program)->complaint(), std::nullopt);
        EXPECT_TRUE(runs(id_in(file)));
    }
    EXPECT_TRUE(eventually([&file] { return !runs(id_in(file)); }));
}

TEST(StartedProgram, TellsWhatItSaidWhenItEndsInstead)
{
    const auto program = started({"--start", "echo no port >&2; exit 7", "--ready-pattern", "ready"});
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, errc::closed);
    EXPECT_EQ(program.error().detail, "the program of --start ended with status 7; it said last:\nno port");
}

TEST(StartedProgram, TellsWhenItEndsLater)
{
    const temporary_folder folder;
    const auto file = folder.path / "go";
    const auto program =
        started({"--start", "echo ready; while ! [ -e " + file.string() + " ]; do sleep 0.02; done; exit 3",
                 "--ready-pattern", "ready"});
    ASSERT_TRUE(program) << program.error().detail;
    std::ofstream(file).flush();
    EXPECT_TRUE(eventually([&program] { return (*program)->complaint().has_value(); }));
    EXPECT_EQ((*program)->complaint()->find("the program of --start ended with status 3"), 0U);
}

TEST(StartedProgram, EndsWhenTheTerminalCloses)
{
    std::signal(SIGHUP, SIG_DFL);  // whatever runs the tests
    const temporary_folder folder;
    const auto file = folder.path / "id";
    const auto program = started({"--start", "echo $$ > " + file.string() + "; echo ready; exec sleep 1000",
                                  "--ready-pattern", "ready"});
    ASSERT_TRUE(program) << program.error().detail;
    std::raise(SIGHUP);
    EXPECT_TRUE(eventually([&file] { return !runs(id_in(file)); }));
}

TEST(StartedProgram, IsWaitedForNoLongerWhenTheTerminalCloses)
{
    std::signal(SIGHUP, SIG_DFL);
    const auto program = started(
        {"--start", "kill -HUP $PPID; exec sleep 1000", "--ready-pattern", "ready", "--start-timeout", "60"});
    ASSERT_FALSE(program);
    EXPECT_NE(program.error().code, errc::timed_out);
}

TEST(StartedProgram, StaysNotWhenWeAreKilled)
{
    const temporary_folder folder;
    const auto file = folder.path / "id";
    const auto us = ::fork();
    if (us == 0) {
        const auto program =
            started({"--start", "sleep 1000 & echo $! > " + file.string() + "; echo ready; wait",
                     "--ready-pattern", "ready"});
        std::raise(program ? SIGKILL : SIGTERM);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(us, &status, 0), us);
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    EXPECT_TRUE(eventually([&file] { return !runs(id_in(file)); }));
}

// Who waits for all of its children has none that it did not start.
TEST(StartedProgram, HasNoChildOfOurs)
{
    const auto program =
        started({"--start", "read -r ours < /proc/$$/task/$$/children; echo \"has:$ours:\"; exec sleep 1000",
                 "--ready-pattern", "^has::$", "--start-timeout", "5"});
    ASSERT_TRUE(program) << program.error().detail;
}

TEST(StartedProgram, IsGivenUpWhenItIsNotReadyInTime)
{
    const auto program = started(
        {"--start", "echo still at it; exec sleep 1000", "--ready-pattern", "ready", "--start-timeout", "1"});
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, errc::timed_out);
    EXPECT_NE(program.error().detail.find("within 1 s"), std::string::npos);
    EXPECT_NE(program.error().detail.find("still at it"), std::string::npos);
}

}  // namespace
}  // namespace parley::cli
