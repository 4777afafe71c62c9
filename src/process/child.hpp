// A program that was started and its group: its two outputs, and a handle that says when it ended.
//
// It leads a session of its own (no terminal to ask on), has an empty standard input, our environment with
// additions and of our other descriptors those that it is handed. Destroying it kills the whole group and
// reaps the program, so nothing is left behind; SIGCHLD stays the business of others. Belongs to one loop.
// Linux only.
#pragma once

#include "base/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace parley::process {

namespace asio = boost::asio;

struct program {
    std::vector<std::string> argv;  // argv[0] is looked up on our PATH unless it holds a slash; no shell
    std::vector<std::pair<std::string, std::string>> variables = {};  // on top of our environment
    std::string directory = "/";                                      // where it starts
    std::vector<int> handed_on = {};  // descriptors of ours that are its 3, 4, …; they stay open here
};

class child {
public:
    // errc::not_found: there is no such program, or it may not be executed; unsupported: it is no program
    // for this machine, or the kernel lacks pidfd_open (Linux 5.3); busy: a limit of descriptors or
    // processes; invalid_input: there is no such directory.
    static result<child> start(const asio::any_io_executor& loop, const program& what);

    child(child&& other) noexcept;
    child& operator=(child&&) = delete;
    ~child();

    asio::posix::stream_descriptor& output() { return output_; }
    asio::posix::stream_descriptor& complaint() { return complaint_; }  // its standard error
    asio::posix::stream_descriptor& handle() { return handle_; }        // readable when it has ended

    // Kills the program and all it started that stayed in its group.
    void end_group() const;

    // Waits for its end: at once when the handle is readable or the group was killed. Its exit status;
    // 128 + signal when one ended it, as shells say. To be called once.
    int reap();

private:
    child(const asio::any_io_executor& loop, pid_t id)
        : id_(id), output_(loop), complaint_(loop), handle_(loop)
    {
    }

    pid_t id_;  // -1: reaped
    asio::posix::stream_descriptor output_;
    asio::posix::stream_descriptor complaint_;
    asio::posix::stream_descriptor handle_;
};

}  // namespace parley::process
