#include "process/child.hpp"

#include "base/descriptor.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::process {
namespace {

struct pipe_ends {
    descriptor read;
    descriptor write;
};

// Out of the way of 0, 1 and 2, in case we were started with one of them closed.
descriptor above_standard(descriptor low)
{
    return descriptor(::fcntl(low.get(), F_DUPFD_CLOEXEC, 3));
}

result<pipe_ends> make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == 0) {
        pipe_ends made{above_standard(descriptor(ends[0])), above_standard(descriptor(ends[1]))};
        if (made.read && made.write && ::fcntl(made.read.get(), F_SETFL, O_NONBLOCK) == 0) return made;
    }
    return error{errc::busy, std::string("cannot make a pipe: ") + std::strerror(errno)};
}

// Copies above the numbers that they get in the program, so that none overwrites another.
result<std::vector<descriptor>> out_of_the_way(const std::vector<int>& handed_on)
{
    std::vector<descriptor> copies;
    const auto lowest = 3 + static_cast<int>(handed_on.size());
    for (const int ours : handed_on) {
        copies.emplace_back(::fcntl(ours, F_DUPFD_CLOEXEC, lowest));
        if (!copies.back())
            return error{errc::busy, std::string("cannot copy a descriptor: ") + std::strerror(errno)};
    }
    return copies;
}

// What the new process does between its birth and the program, in this order.
class spawn_plan {
public:
    spawn_plan(const std::string& directory, int output, int complaint, const std::vector<descriptor>& others)
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output, 1);
        ::posix_spawn_file_actions_adddup2(&actions_, complaint, 2);
        int next = 3;
        for (const auto& other : others) ::posix_spawn_file_actions_adddup2(&actions_, other.get(), next++);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, next);
        ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());

        sigset_t every;
        sigset_t none;
        ::sigfillset(&every);
        ::sigemptyset(&none);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawnattr_setsigdefault(&attributes_, &every);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    spawn_plan(const spawn_plan&) = delete;
    spawn_plan& operator=(const spawn_plan&) = delete;
    ~spawn_plan()
    {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& additions)
{
    std::vector<std::string> made;
    for (const auto& [name, value] : additions) made.push_back(name + "=" + value);
    for (char** each = ::environ; each != nullptr && *each != nullptr; ++each) {
        const std::string_view inherited = *each;
        bool is_replaced = false;
        for (const auto& [name, value] : additions) is_replaced |= inherited.starts_with(name + "=");
        if (!is_replaced) made.emplace_back(inherited);
    }
    return made;
}

std::vector<char*> as_pointers(const std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

error launch_failure(const program& what, int reason)
{
    const auto& name = what.argv.front();
    std::error_code ignored;
    if (!std::filesystem::is_directory(what.directory, ignored))
        return {errc::invalid_input, "there is no directory " + what.directory + " to start " + name + " in"};
    if (reason == ENOENT || reason == ENOTDIR)
        return {errc::not_found, name + (name.find('/') == std::string::npos ? " was not found on the path"
                                                                             : " was not found")};
    if (reason == EACCES) return {errc::not_found, name + " was found but may not be executed"};
    const bool is_shortage = reason == EAGAIN || reason == ENOMEM || reason == EMFILE || reason == ENFILE;
    return {is_shortage ? errc::busy : errc::unsupported,
            "cannot start " + name + ": " + std::strerror(reason)};
}

// By number: glibc 2.36 declares pidfd_open without C linkage.
int open_handle(pid_t id)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
}

}  // namespace

result<child> child::start(const asio::any_io_executor& loop, const program& what)
{
    auto output = make_pipe();
    if (!output) return output.error();
    auto complaint = make_pipe();
    if (!complaint) return complaint.error();

    auto others = out_of_the_way(what.handed_on);
    if (!others) return others.error();

    const spawn_plan plan(what.directory, output->write.get(), complaint->write.get(), *others);
    const auto environment = environment_with(what.variables);
    pid_t id = -1;
    const int failed = ::posix_spawnp(&id, what.argv.front().c_str(), plan.actions(), plan.attributes(),
                                      as_pointers(what.argv).data(), as_pointers(environment).data());
    if (failed != 0) return launch_failure(what, failed);

    child made(loop, id);  // from here on its destructor cleans up
    const int handle = open_handle(id);
    if (handle < 0)
        return error{errno == EMFILE || errno == ENFILE || errno == ENOMEM ? errc::busy : errc::unsupported,
                     std::string("cannot watch a child process: ") + std::strerror(errno)};
    made.handle_.assign(handle);
    made.output_.assign(output->read.release());
    made.complaint_.assign(complaint->read.release());
    return made;
}

child::child(child&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      output_(std::move(other.output_)),
      complaint_(std::move(other.complaint_)),
      handle_(std::move(other.handle_))
{
}

child::~child()
{
    if (id_ < 0) return;
    end_group();
    reap();
}

// Until it is reaped the program is at least a zombie, so its group number cannot be somebody else's.
void child::end_group() const
{
    if (id_ > 0) ::kill(-id_, SIGKILL);
}

int child::reap()
{
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace parley::process
