#include "ingest/child/child.hpp"

#include "ingest/descriptor.hpp"
#include "sqlite/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace parley::ingest {
namespace {

using namespace std::chrono_literals;

struct ran {
    result<child_exit> outcome;
    std::string output;
};

ran run(const std::vector<std::string>& argv, const child_limits& limits = {}, int input = -1)
{
    std::string output;
    const auto keep = [&output](std::string_view bytes) -> result<void> {
        output += bytes;
        return {};
    };
    auto outcome = run_child(argv, input, limits, keep, nullptr);
    return {std::move(outcome), std::move(output)};
}

ran shell(const std::string& script, const child_limits& limits = {})
{
    return run({"/bin/sh", "-c", script}, limits);
}

TEST(Child, GivesItsOutputItsComplaintAndItsExitStatus)
{
    const auto made = shell("echo out; echo err >&2; exit 7");
    ASSERT_TRUE(made.outcome);
    EXPECT_EQ(made.output, "out\n");
    EXPECT_EQ(made.outcome->complaint, "err\n");
    EXPECT_EQ(made.outcome->status, 7);
}

TEST(Child, ReadsTheFileItIsGiven)
{
    const temporary_folder folder;
    const auto path = folder.path / "input";
    const descriptor file(::open(path.c_str(), O_RDWR | O_CREAT, 0600));
    ASSERT_EQ(::pwrite(file.get(), "given", 5, 0), 5);
    EXPECT_EQ(run({"/bin/cat"}, {}, file.get()).output, "given");
}

TEST(Child, ThatDoesNotExistIsNotFound)
{
    const auto made = run({"/nonexistent/program"});
    ASSERT_FALSE(made.outcome);
    EXPECT_EQ(made.outcome.error().code, errc::not_found);
}

TEST(Child, IsEndedWhenItUsesTooMuchProcessorTime)
{
    const auto made = shell("while :; do :; done", {.cpu_max = 1s});
    ASSERT_FALSE(made.outcome);
    EXPECT_EQ(made.outcome.error().code, errc::timed_out);
    EXPECT_NE(made.outcome.error().detail.find("processor"), std::string::npos);
}

TEST(Child, IsEndedWhenItOnlyWaits)
{
    const auto made = run({"/bin/sleep", "1000"}, {.wall_max = 50ms});
    ASSERT_FALSE(made.outcome);
    EXPECT_EQ(made.outcome.error().code, errc::timed_out);
}

TEST(Child, CannotTakeMoreMemoryThanItsLimit)
{
    const auto made =
        shell("x=0123456789abcdef; while :; do x=$x$x; done", {.memory_bytes_max = std::size_t{64} << 20U});
    ASSERT_TRUE(made.outcome);
    EXPECT_TRUE(made.outcome->status != 0 || made.outcome->signal != 0);
}

TEST(Child, CannotStartAForkBomb)
{
    const auto made = shell("f() { f | f & }; f; echo survived");
    ASSERT_TRUE(made.outcome);
    EXPECT_NE(made.outcome->status, 0);
    EXPECT_EQ(made.output, "");
    EXPECT_NE(made.outcome->complaint.find("fork"), std::string::npos);
}

TEST(Child, TakesItsOwnChildrenWithIt)
{
    // As their new parent we can wait for them, and would wait forever if they were alive.
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    const auto made = shell("/bin/sleep 1000 & echo $!", {.may_start = offspring::allowed});
    ASSERT_TRUE(made.outcome);
    const auto grandchild = static_cast<pid_t>(std::atol(made.output.c_str()));
    ASSERT_GT(grandchild, 0);
    int status = 0;
    ASSERT_EQ(::waitpid(grandchild, &status, 0), grandchild);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
}

TEST(Child, CannotLeaveTheGroupThatIsKilled)
{
    const auto made = run({"/usr/bin/setsid", "--wait", "/bin/true"}, {.may_start = offspring::allowed});
    ASSERT_TRUE(made.outcome);
    EXPECT_NE(made.outcome->status, 0);
}

TEST(Child, CannotOpenANetworkConnection)
{
    const descriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ASSERT_EQ(::bind(listening.get(), reinterpret_cast<sockaddr*>(&address), length), 0);
    ASSERT_EQ(::listen(listening.get(), 1), 0);
    ASSERT_EQ(::getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);

    const std::string target = "/dev/tcp/127.0.0.1/" + std::to_string(::ntohs(address.sin_port));
    const auto made = run({"/bin/bash", "-c", "exec 3<>" + target + " && echo connected"});
    ASSERT_TRUE(made.outcome);
    EXPECT_EQ(made.output, "");
    EXPECT_EQ(::accept(listening.get(), nullptr, nullptr), -1);
    EXPECT_EQ(errno, EAGAIN);
}

TEST(Child, CannotSignalUs)
{
    EXPECT_EQ(shell("kill -0 " + std::to_string(::getpid()) + " && echo could").output, "");
}

TEST(Child, CannotCreateOrChangeFiles)
{
    const temporary_folder folder;
    const auto there = folder.path / "there";
    const descriptor file(::open(there.c_str(), O_RDWR | O_CREAT, 0600));
    const auto fresh = (folder.path / "fresh").string();
    shell("echo x > " + fresh);
    shell("echo x >> " + there.string());
    run({"/bin/rm", "-f", there.string()});
    run({"/bin/mkdir", (folder.path / "sub").string()});
    EXPECT_FALSE(std::filesystem::exists(fresh));
    EXPECT_FALSE(std::filesystem::exists(folder.path / "sub"));
    ASSERT_TRUE(std::filesystem::exists(there));
    EXPECT_EQ(std::filesystem::file_size(there), 0U);
}

TEST(Child, CannotRaiseItsLimits)
{
    const auto made = shell("ulimit -f unlimited; ulimit -v unlimited; ulimit -f");
    EXPECT_EQ(made.output.find("unlimited"), std::string::npos);
}

TEST(Child, HasNoEnvironment)
{
    ::setenv("PARLEY_TEST_SECRET", "leaked", 1);
    EXPECT_EQ(run({"/usr/bin/env"}).output, "");
}

TEST(Child, InheritsNoDescriptors)
{
    const int open_without_cloexec = ::open("/dev/null", O_RDONLY);
    const auto made = run({"/bin/ls", "/proc/self/fd"});
    ::close(open_without_cloexec);
    EXPECT_EQ(made.output, "0\n1\n2\n3\n");  // 3 is the folder that ls reads
}

TEST(Child, IsCutOffWhenItWritesTooMuch)
{
    const auto made = shell("while :; do echo 0123456789; done", {.output_bytes_max = std::size_t{1} << 20U});
    ASSERT_FALSE(made.outcome);
    EXPECT_EQ(made.outcome.error().code, errc::too_large);
}

TEST(Child, MayComplainWithoutEnd)
{
    const auto made =
        shell("while :; do echo 0123456789 >&2; done", {.cpu_max = 1s, .complaint_bytes_max = 100});
    ASSERT_FALSE(made.outcome);
    EXPECT_EQ(made.outcome.error().code, errc::timed_out);
}

TEST(Child, IsEndedWhenItsReaderHasEnough)
{
    const auto refuse = [](std::string_view) -> result<void> { return error{errc::malformed, "enough"}; };
    const auto outcome = run_child({"/bin/sh", "-c", "while :; do echo x; done"}, -1, {}, refuse, nullptr);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().detail, "enough");
}

TEST(Child, IsEndedWhenTheRunStops)
{
    const std::atomic<bool> stop{true};
    const auto ignore = [](std::string_view) -> result<void> { return {}; };
    const auto outcome = run_child({"/bin/sleep", "1000"}, -1, {}, ignore, &stop);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, errc::cancelled);
}

}  // namespace
}  // namespace parley::ingest
