#include "ingest/child/child.hpp"

#include "base/descriptor.hpp"
#include "base/temporary_folder.hpp"
#include "ingest/child/system_call_filter.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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

TEST(Child, IsNotKeptAliveByChildrenThatGoOnComplaining)
{
    const auto made = shell("for i in 1 2 3; do (while :; do echo 0123456789 >&2; done) & done; exit 3",
                            {.cpu_max = 20s, .may_start = offspring::allowed});
    ASSERT_TRUE(made.outcome);
    EXPECT_EQ(made.outcome->status, 3);
}

// What system call `number` with null arguments fails with behind the filter, 0 when it succeeds.
int error_behind_filter(long number)
{
    auto filter = system_call_filter(offspring::refused);
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    const pid_t id = ::fork();
    if (id == 0) {
        const bool ready = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
        if (!ready) ::_exit(255);
        ::_exit(::syscall(number, 0, 0, 0, 0, 0, 0) < 0 ? errno : 0);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(id, &status, 0), id);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(SystemCallFilter, AnswersCallsNewerThanItsListAsNotThere)
{
    constexpr long fchmodat2 = 452;
    constexpr long setxattrat = 463;
    constexpr long x32_bit = 0x40000000;
    EXPECT_EQ(error_behind_filter(fchmodat2), ENOSYS);
    EXPECT_EQ(error_behind_filter(setxattrat), ENOSYS);
    EXPECT_EQ(error_behind_filter(x32_bit + SYS_getpid), ENOSYS);
    EXPECT_EQ(error_behind_filter(SYS_fchmodat), EPERM);
    EXPECT_EQ(error_behind_filter(SYS_getpid), 0);
}

// Every step of the launch is met without a descriptor to spare, until there are enough.
TEST(Child, WithoutFreeDescriptorsIsBusyForNow)
{
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int free = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
    ::close(free);
    int refused = 0;
    for (rlim_t spare = 0; spare < 20; ++spare) {
        const rlimit tight{static_cast<rlim_t>(free) + spare, before.rlim_max};
        ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
        const auto made = shell("echo ran");
        ::setrlimit(RLIMIT_NOFILE, &before);
        if (made.outcome) {
            EXPECT_EQ(made.output, "ran\n");
            break;
        }
        EXPECT_EQ(made.outcome.error().code, errc::busy) << made.outcome.error().detail;
        ++refused;
    }
    EXPECT_GT(refused, 6) << "three pipes alone need six";
    EXPECT_LT(refused, 20);
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
    const auto made = shell("kill -0 " + std::to_string(::getpid()) + " && echo could; echo ran");
    ASSERT_TRUE(made.outcome);
    EXPECT_EQ(made.output, "ran\n");
}

// The program ran, printed `output`, and complained of what the system did not let it do.
void expect_refused(const ran& made, const std::string& output)
{
    ASSERT_TRUE(made.outcome) << made.outcome.error().detail;
    EXPECT_NE(made.outcome->status, 0);
    EXPECT_EQ(made.output, output);
    const auto& complaint = made.outcome->complaint;
    EXPECT_TRUE(complaint.find("not permitted") != std::string::npos ||
                complaint.find("cannot create") != std::string::npos)
        << complaint;
}

TEST(Child, CannotCreateOrChangeFiles)
{
    const temporary_folder folder;
    const auto there = folder.path / "there";
    const descriptor file(::open(there.c_str(), O_RDWR | O_CREAT, 0600));
    const auto fresh = (folder.path / "fresh").string();
    const auto sub = (folder.path / "sub").string();
    expect_refused(shell("echo x > " + fresh + "; result=$?; echo ran; exit $result"), "ran\n");
    expect_refused(shell("echo x >> " + there.string() + "; result=$?; echo ran; exit $result"), "ran\n");
    expect_refused(run({"/bin/rm", "-f", there.string()}), "");
    expect_refused(run({"/bin/mkdir", sub}), "");
    EXPECT_FALSE(std::filesystem::exists(fresh));
    EXPECT_FALSE(std::filesystem::exists(sub));
    ASSERT_TRUE(std::filesystem::exists(there));
    EXPECT_EQ(std::filesystem::file_size(there), 0U);
}

TEST(Child, CannotRaiseItsLimits)
{
    const auto made = shell("ulimit -f unlimited; ulimit -v unlimited; ulimit -f; ulimit -v; echo ran");
    ASSERT_TRUE(made.outcome);
    EXPECT_EQ(made.output, "0\n1048576\nran\n");
}

TEST(Child, HasNoEnvironment)
{
    ::setenv("PARLEY_TEST_SECRET", "leaked", 1);
    const auto listed = run({"/usr/bin/env"});
    ASSERT_TRUE(listed.outcome);
    EXPECT_EQ(listed.outcome->status, 0);
    EXPECT_EQ(listed.output, "");
    EXPECT_EQ(shell("echo ${PARLEY_TEST_SECRET-ran without}").output, "ran without\n");
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
