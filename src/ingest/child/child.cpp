#include "ingest/child/child.hpp"

#include "base/descriptor.hpp"
#include "ingest/child/system_call_filter.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::ingest {
namespace {

using clock = std::chrono::steady_clock;

constexpr int stop_poll_ms = 50;  // how long a stop may go unnoticed while the child is silent

struct pipe_ends {
    descriptor read;
    descriptor write;
};

result<pipe_ends> make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return error{errc::busy, std::string("cannot make a pipe: ") + std::strerror(errno)};
    return pipe_ends{descriptor(ends[0]), descriptor(ends[1])};
}

// What the forked child needs, made before the fork: after it only async-signal-safe calls are allowed.
struct launch {
    std::vector<char*> argv;
    std::vector<sock_filter> filter;
    int input;
    int output;
    int complaint;
    int failure;  // receives errno when the program cannot be started
    pid_t parent;
    const child_limits& limits;
};

bool limit(decltype(RLIMIT_AS) what, rlim_t soft, rlim_t hard)
{
    const rlimit value{soft, hard};
    return ::setrlimit(what, &value) == 0;
}

bool limit_resources(const child_limits& limits)
{
    const auto cpu = static_cast<rlim_t>(limits.cpu_max.count());
    return limit(RLIMIT_AS, limits.memory_bytes_max, limits.memory_bytes_max) &&
           limit(RLIMIT_CPU, cpu, cpu + 1) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
           limit(RLIMIT_NOFILE, 64, 64) && limit(RLIMIT_MEMLOCK, 0, 0);
}

bool move_descriptors(const launch& plan)
{
    // First out of the way of 0, 1 and 2, in case we were started with one of them closed.
    const int input = ::fcntl(plan.input, F_DUPFD_CLOEXEC, 3);
    const int output = ::fcntl(plan.output, F_DUPFD_CLOEXEC, 3);
    const int complaint = ::fcntl(plan.complaint, F_DUPFD_CLOEXEC, 3);
    if (input < 0 || output < 0 || complaint < 0) return false;
    return ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 && ::dup2(complaint, 2) == 2 &&
           ::close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC) == 0;
}

void restore_signals()
{
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool install_filter(const launch& plan)
{
    const sock_fprog program{static_cast<unsigned short>(plan.filter.size()),
                             const_cast<sock_filter*>(plan.filter.data())};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

[[noreturn]] void become(const launch& plan)
{
    char* no_environment[] = {nullptr};
    restore_signals();
    const bool ready = ::setsid() >= 0 && ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                       ::getppid() == plan.parent && ::chdir("/") == 0 && move_descriptors(plan) &&
                       limit_resources(plan.limits) && install_filter(plan);
    if (ready) ::execve(plan.argv[0], plan.argv.data(), no_environment);

    const int reason = errno;
    [[maybe_unused]] const auto told = ::write(plan.failure, &reason, sizeof reason);
    ::_exit(127);
}

// Whether the system will say the same next time; anything else may be a shortage that passes.
bool is_lasting(int reason)
{
    return reason == ENOSYS || reason == EINVAL || reason == EPERM || reason == EACCES || reason == ENOEXEC;
}

error launch_failure(const std::string& program, int reason)
{
    if (reason == ENOENT) return {errc::not_found, program + " is not installed"};
    return {is_lasting(reason) ? errc::unsupported : errc::busy,
            "cannot start " + program + " within its limits: " + std::strerror(reason)};
}

// By number: glibc 2.36 declares pidfd_open without C linkage.
int open_handle(pid_t id)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
}

error handle_failure(int reason)
{
    if (is_lasting(reason)) return {errc::unsupported, "this system has no pidfd_open (Linux 5.3 or later)"};
    return {errc::busy, std::string("cannot watch a child process: ") + std::strerror(reason)};
}

// The child and its group; leaving the scope kills and reaps whatever is left of them.
class process {
public:
    explicit process(pid_t id) : id_(id), handle_(open_handle(id)) {}
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    ~process()
    {
        if (id_ > 0) reap();
    }

    int handle() const { return handle_.get(); }

    // Until it is reaped the child is at least a zombie, so its group number cannot be somebody else's.
    void end_group() const
    {
        ::kill(-id_, SIGKILL);
        ::kill(id_, SIGKILL);
    }

    int reap()
    {
        end_group();
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = -1;
        return status;
    }

private:
    pid_t id_;
    descriptor handle_;
};

class reader {
public:
    reader(const child_limits& limits, const child_output& on_output) : limits_(limits), on_output_(on_output)
    {
    }

    // False at the end of the stream, or when a non-blocking stream has no more for now.
    result<bool> read_output(int from)
    {
        const auto got = ::read(from, buffer_.data(), buffer_.size());
        if (got <= 0) return got < 0 && errno == EINTR;
        output_bytes_ += static_cast<std::size_t>(got);
        if (output_bytes_ > limits_.output_bytes_max)
            return error{errc::too_large, "the text is longer than the limit of " +
                                              std::to_string(limits_.output_bytes_max >> 20U) + " MiB"};
        const auto taken = on_output_({buffer_.data(), static_cast<std::size_t>(got)});
        if (!taken) return taken.error();
        return true;
    }

    bool read_complaint(int from)
    {
        const auto got = ::read(from, buffer_.data(), buffer_.size());
        if (got <= 0) return got < 0 && errno == EINTR;
        const auto room = limits_.complaint_bytes_max - complaint_.size();
        complaint_.append(buffer_.data(), std::min(room, static_cast<std::size_t>(got)));
        return true;
    }

    std::string take_complaint() { return std::move(complaint_); }

private:
    const child_limits& limits_;
    const child_output& on_output_;
    std::array<char, 65536> buffer_{};
    std::size_t output_bytes_ = 0;
    std::string complaint_;
};

// Reads until the child has ended, then what is still in the pipes: a grandchild that holds them open or
// goes on writing must not keep us.
result<void> read_to_end(const process& child, int output, int complaint, reader& into,
                         const child_limits& limits, const std::atomic<bool>* stop)
{
    const auto until = clock::now() + limits.wall_max;
    std::array<pollfd, 3> watched{{{output, POLLIN, 0}, {complaint, POLLIN, 0}, {child.handle(), POLLIN, 0}}};
    while (watched[2].revents == 0) {
        if (stop != nullptr && stop->load()) return error{errc::cancelled, "stopped"};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
        if (left <= 0)
            return error{errc::timed_out, "took longer than the limit of " +
                                              std::to_string(limits.wall_max.count() / 1000) + " s"};
        const auto wait_ms = std::min<long>(static_cast<long>(left), stop ? stop_poll_ms : INT_MAX);
        if (::poll(watched.data(), watched.size(), static_cast<int>(wait_ms)) < 0 && errno != EINTR)
            return error{errc::busy, std::string("cannot wait for a child process: ") + std::strerror(errno)};

        if (watched[0].revents != 0) {
            const auto more = into.read_output(output);
            if (!more) return more.error();
            if (!*more) watched[0].fd = -1;
        }
        if (watched[1].revents != 0 && !into.read_complaint(complaint)) watched[1].fd = -1;
    }
    child.end_group();
    ::fcntl(output, F_SETFL, O_NONBLOCK);
    ::fcntl(complaint, F_SETFL, O_NONBLOCK);
    while (into.read_complaint(complaint)) {
    }
    for (;;) {
        const auto more = into.read_output(output);
        if (!more) return more.error();
        if (!*more) return {};
    }
}

}  // namespace

result<child_exit> run_child(const std::vector<std::string>& argv, int input, const child_limits& limits,
                             const child_output& on_output, const std::atomic<bool>* stop)
{
    auto output = make_pipe();
    if (!output) return output.error();
    auto complaint = make_pipe();
    if (!complaint) return complaint.error();
    auto failure = make_pipe();
    if (!failure) return failure.error();
    const descriptor nothing(input >= 0 ? -1 : ::open("/dev/null", O_RDONLY | O_CLOEXEC));

    launch plan{{},
                system_call_filter(limits.may_start),
                input >= 0 ? input : nothing.get(),
                output->write.get(),
                complaint->write.get(),
                failure->write.get(),
                ::getpid(),
                limits};
    for (const auto& word : argv) plan.argv.push_back(const_cast<char*>(word.c_str()));
    plan.argv.push_back(nullptr);

    const pid_t id = ::fork();
    if (id < 0) return error{errc::busy, "cannot start another process: raise the limit of processes"};
    if (id == 0) become(plan);
    process child(id);
    if (child.handle() < 0) return handle_failure(errno);
    output->write.reset();
    complaint->write.reset();
    failure->write.reset();

    int reason = 0;
    if (::read(failure->read.get(), &reason, sizeof reason) == sizeof reason)
        return launch_failure(argv[0], reason);

    reader into(limits, on_output);
    const auto read = read_to_end(child, output->read.get(), complaint->read.get(), into, limits, stop);
    if (!read) return read.error();

    const int status = child.reap();
    child_exit outcome{-1, 0, into.take_complaint()};
    if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    if (outcome.signal == SIGXCPU)
        return error{errc::timed_out, "needed more than the limit of " +
                                          std::to_string(limits.cpu_max.count()) + " s of processor time"};
    return outcome;
}

}  // namespace parley::ingest
