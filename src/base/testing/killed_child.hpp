// For tests: a child process that tells what it has done, and is killed in the middle of it.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace parley {

// In the child: says that the `number`th thing is done.
inline void tell(int to, unsigned char number)
{
    if (::write(to, &number, 1) != 1) ::_exit(1);
}

// Runs `work(to)` in a child and kills it with SIGKILL `after` that time; gives the numbers that it told. The
// child ends with what `work` returns, which must be 0, if it comes that far.
template <class Work>
std::vector<int> told_before_kill(std::chrono::microseconds after, Work work)
{
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        ::_exit(work(ends[1]));
    }
    ::close(ends[1]);

    std::vector<int> told;
    const auto until = std::chrono::steady_clock::now() + after;
    unsigned char number = 0;
    for (;;) {
        const auto left = until - std::chrono::steady_clock::now();
        if (left.count() <= 0) break;
        const timespec wait{0, static_cast<long>(std::chrono::nanoseconds(left).count() % 1'000'000'000)};
        pollfd readable{ends[0], POLLIN, 0};
        if (::ppoll(&readable, 1, &wait, nullptr) == 1 && ::read(ends[0], &number, 1) != 1) break;
        if (readable.revents != 0) told.push_back(number);
    }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &number, 1) == 1) told.push_back(number);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "exit status " << WEXITSTATUS(status);
    return told;
}

}  // namespace parley
