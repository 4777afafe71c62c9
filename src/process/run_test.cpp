#include "process/run.hpp"

#include "base/descriptor.hpp"
#include "base/run_on_loop.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>

namespace parley::process {
namespace {

constexpr auto long_enough = std::chrono::seconds(30);

program shell(std::string script)
{
    return {{"sh", "-c", std::move(script)}};
}

result<outcome> run_here(program what, output_limits limits = {},
                         deadline until = deadline_after(long_enough))
{
    asio::io_context loop(1);
    return run_on_loop(loop, run(std::move(what), limits, until));
}

// A named pipe in a folder of its own. Reading it to the end proves that every writer is gone.
class rendezvous {
public:
    rendezvous()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "parley-process-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
        folder = pattern;
        path = (folder / "pipe").string();
        if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("cannot make a named pipe");
        reader_ = descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        ::fcntl(reader_.get(), F_SETFL, 0);
    }
    ~rendezvous() { std::filesystem::remove_all(folder); }
    rendezvous(const rendezvous&) = delete;
    rendezvous& operator=(const rendezvous&) = delete;

    std::string read_until_all_writers_are_gone() const
    {
        std::string text;
        char room[256];
        for (ssize_t got = 0; (got = ::read(reader_.get(), room, sizeof room)) > 0;)
            text.append(room, static_cast<std::size_t>(got));
        return text;
    }

    int reader() const { return reader_.get(); }

    std::filesystem::path folder;
    std::string path;

private:
    descriptor reader_;
};

std::size_t open_descriptors()
{
    const std::filesystem::directory_iterator listed("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(listed), end(listed)));
}

TEST(Run, KeepsBothOutputsApartAndGivesTheExitStatus)
{
    const auto ended = run_here(shell("echo answer; echo warning >&2; exit 3"));
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output, "answer\n");
    EXPECT_EQ(ended->complaint, "warning\n");
    EXPECT_EQ(ended->status, 3);
}

TEST(Run, GivesASignalAsShellsDo)
{
    const auto ended = run_here(shell("kill -9 $$"));
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->status, 128 + SIGKILL);
}

TEST(Run, SaysThatAProgramIsNotOnThePath)
{
    const auto ended = run_here({{"parley-no-such-program"}});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::not_found);
    EXPECT_EQ(ended.error().detail, "parley-no-such-program was not found on the path");
}

TEST(Run, SaysThatAProgramMayNotBeExecuted)
{
    const auto ended = run_here({{"/etc/passwd"}});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::not_found);
    EXPECT_EQ(ended.error().detail, "/etc/passwd was found but may not be executed");
}

TEST(Run, SaysThatAFileIsNoProgram)
{
    const rendezvous place;
    const auto file = place.folder / "text";
    std::ofstream(file) << "neither machine code nor a script with an interpreter\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    const auto ended = run_here({{file.string()}});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::unsupported);
}

TEST(Run, SaysThatTheDirectoryIsMissing)
{
    auto what = shell("pwd");
    what.directory = "/no/such/directory";
    const auto ended = run_here(what);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::invalid_input);
}

TEST(Run, StartsInTheGivenDirectory)
{
    auto what = shell("pwd -P");
    what.directory = "/usr";
    EXPECT_EQ(run_here(what)->output, "/usr\n");
}

TEST(Run, GivesAnEmptyStandardInput)
{
    const auto ended = run_here({{"cat"}});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->output, "");
    EXPECT_EQ(ended->status, 0);
}

TEST(Run, InheritsTheEnvironmentAndLetsAdditionsWin)
{
    ::setenv("PARLEY_TEST_KEPT", "kept", 1);
    ::setenv("PARLEY_TEST_REPLACED", "old", 1);
    auto what = shell("echo $PARLEY_TEST_KEPT $PARLEY_TEST_REPLACED $PARLEY_TEST_ADDED");
    what.variables = {{"PARLEY_TEST_REPLACED", "new"}, {"PARLEY_TEST_ADDED", "added"}};
    EXPECT_EQ(run_here(what)->output, "kept new added\n");
    ::unsetenv("PARLEY_TEST_KEPT");
    ::unsetenv("PARLEY_TEST_REPLACED");
}

// A pipe holds 64 KiB: who reads one output to its end first never sees the end of the other.
TEST(Run, DrainsBothOutputsAtTheSameTime)
{
    const auto ended = run_here(shell("head -c 500000 /dev/zero >&2; head -c 500000 /dev/zero"),
                                {.complaint_bytes_max = 1'000'000});
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output.size(), 500'000U);
    EXPECT_EQ(ended->complaint.size(), 500'000U);
}

TEST(Run, KeepsTheBeginningOfALongComplaint)
{
    const auto ended = run_here(shell("echo first >&2; head -c 500000 /dev/zero >&2; echo done"),
                                {.complaint_bytes_max = 5});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->complaint, "first");
    EXPECT_EQ(ended->output, "done\n");
}

TEST(Run, TakesAnOutputOfExactlyTheLimit)
{
    const auto ended = run_here(shell("printf 12345"), {.output_bytes_max = 5});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->output, "12345");
}

TEST(Run, EndsAProgramThatWritesMoreThanTheLimit)
{
    const auto ended = run_here({{"yes"}}, {.output_bytes_max = 100'000});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::too_large);
    EXPECT_EQ(ended.error().detail, "the program wrote more than the limit of 100000 bytes");
}

TEST(Run, KillsTheWholeGroupAtTheDeadline)
{
    const rendezvous place;
    const auto writers = "exec 9>" + place.path + "; sleep 1000 & sleep 1000";
    const auto ended = run_here(shell(writers), {}, deadline_after(std::chrono::milliseconds(200)));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, errc::timed_out);
    EXPECT_EQ(place.read_until_all_writers_are_gone(), "");
}

TEST(Run, KillsTheWholeGroupWhenTheCallerIsCancelled)
{
    const rendezvous place;
    asio::io_context loop(1);
    asio::cancellation_signal stop;
    std::optional<result<outcome>> ended;
    const auto script = "exec 9>" + place.path + "; echo started >&9; sleep 1000 & sleep 1000";
    asio::co_spawn(
        loop, run(shell(script), {}, deadline_after(long_enough)),
        asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, result<outcome> got) {
            if (thrown) std::rethrow_exception(thrown);
            ended = std::move(got);
        }));
    asio::posix::stream_descriptor signs_of_life(loop, ::dup(place.reader()));
    signs_of_life.async_wait(asio::posix::stream_descriptor::wait_read,
                             [&](auto) { stop.emit(asio::cancellation_type::terminal); });
    loop.run();
    ASSERT_TRUE(ended);
    ASSERT_FALSE(*ended);
    EXPECT_EQ(ended->error().code, errc::cancelled);
    EXPECT_EQ(place.read_until_all_writers_are_gone(), "started\n");
}

TEST(Run, KillsTheGroupWhenTheLoopIsDestroyed)
{
    const rendezvous place;
    {
        asio::io_context loop(1);
        const auto script = "exec 9>" + place.path + "; echo started >&9; sleep 1000";
        asio::co_spawn(loop, run(shell(script), {}, deadline_after(long_enough)),
                       [](std::exception_ptr, const result<outcome>&) { FAIL() << "it cannot end"; });
        asio::posix::stream_descriptor signs_of_life(loop, ::dup(place.reader()));
        signs_of_life.async_wait(asio::posix::stream_descriptor::wait_read, [&](auto) { loop.stop(); });
        loop.run();
    }
    EXPECT_EQ(place.read_until_all_writers_are_gone(), "started\n");
}

TEST(Run, KillsWhatTheProgramLeavesBehind)
{
    const rendezvous place;
    const auto ended = run_here(shell("exec 9>" + place.path + "; sleep 1000 & echo done"));
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output, "done\n");
    EXPECT_EQ(place.read_until_all_writers_are_gone(), "");
}

// What has left the group lives on and holds our pipes open; the answer must not wait for it.
TEST(Run, IsNotKeptByAChildThatLeftTheGroup)
{
    const rendezvous place;
    const rendezvous until_the_test_ends;
    const auto stays = "echo > " + place.path + "; read line < " + until_the_test_ends.path;
    const auto ended =
        run_here(shell("setsid sh -c '" + stays + "' & read line < " + place.path + "; echo done"));
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output, "done\n");
    const descriptor let_go(::open(until_the_test_ends.path.c_str(), O_WRONLY | O_CLOEXEC));
    EXPECT_TRUE(let_go);
}

TEST(Run, HandsOnNoneOfOurDescriptors)
{
    const descriptor ours(::open("/dev/null", O_RDONLY));
    ASSERT_EQ(::dup2(ours.get(), 77), 77);
    const descriptor without_close_on_exec(77);
    EXPECT_EQ(run_here(shell("[ -e /proc/$$/fd/77 ] || echo closed"))->output, "closed\n");
}

TEST(Run, HandsOnTheDescriptorsThatItIsToldInTheirOrder)
{
    const rendezvous first;
    const rendezvous second;
    const descriptor to_first(::open(first.path.c_str(), O_WRONLY | O_CLOEXEC));
    const descriptor to_second(::open(second.path.c_str(), O_WRONLY | O_CLOEXEC));
    auto what = shell("echo one >&3; echo two >&4; [ -e /proc/$$/fd/5 ] || echo no more");
    what.handed_on = {to_first.get(), to_second.get()};
    const auto ended = run_here(what);
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output, "no more\n");
    char room[16];
    EXPECT_EQ(std::string_view(room, static_cast<std::size_t>(::read(first.reader(), room, 16))), "one\n");
    EXPECT_EQ(std::string_view(room, static_cast<std::size_t>(::read(second.reader(), room, 16))), "two\n");
}

TEST(Run, KeepsNoDescriptorsAndNoZombies)
{
    ASSERT_TRUE(run_here(shell("exit 0")));
    const auto before = open_descriptors();
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(run_here(shell("exit 0")));
    EXPECT_FALSE(run_here({{"parley-no-such-program"}}));
    EXPECT_FALSE(run_here(shell("sleep 1000"), {}, deadline_after(std::chrono::milliseconds(1))));
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(Run, StartsASessionSoThatNoTerminalCanBeAsked)
{
    const auto ended = run_here(shell("cut -d ' ' -f 5,6 /proc/$$/stat; echo $$ $$"));
    ASSERT_TRUE(ended);
    const auto line_end = ended->output.find('\n');
    EXPECT_EQ(ended->output.substr(0, line_end + 1), ended->output.substr(line_end + 1));
}

TEST(Run, StartsWithDefaultSignals)
{
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const auto ended = run_here(shell("kill -PIPE $$; echo ignored"));
    std::signal(SIGPIPE, before);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->status, 128 + SIGPIPE);
}

TEST(Run, RunsManyProgramsOnOneLoop)
{
    asio::io_context loop(1);
    std::vector<std::string> outputs(20);
    for (std::size_t i = 0; i < outputs.size(); ++i)
        asio::co_spawn(
            loop, run(shell("echo " + std::to_string(i)), {}, deadline_after(long_enough)),
            [&outputs, i](std::exception_ptr, const result<outcome>& ended) { outputs[i] = ended->output; });
    loop.run();
    for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_EQ(outputs[i], std::to_string(i) + "\n");
}

}  // namespace
}  // namespace parley::process
