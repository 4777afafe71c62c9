// Runs a program we do not trust with our files, and passes on what it writes.
//
// The child has no network, no environment, no descriptors of ours but its input, cannot write files,
// signal anybody or, unless it is allowed offspring, start processes and threads. It is killed with its
// whole group when it runs over a limit, when it ends, when we stop, and when we die. It may still read
// what our user may read, and turn itself into another program, which stays bound by all of this.
// Blocking; safe on any thread.
#pragma once

#include "base/error.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::ingest {

enum class offspring { refused, allowed };

struct child_limits {
    std::size_t memory_bytes_max = std::size_t{1} << 30U;     // address space, mapped files included
    std::chrono::seconds cpu_max{300};                        // the largest manuals need about ten
    std::chrono::milliseconds wall_max{600'000};              // also counts the time we are slow to read
    std::size_t output_bytes_max = std::size_t{64} << 20U;    // what a person could read in a year
    std::size_t complaint_bytes_max = std::size_t{4} << 10U;  // of its standard error; the rest is dropped
    offspring may_start = offspring::refused;                 // processes of its own
};

struct child_exit {
    int status = 0;         // exit status; -1 when a signal ended it
    int signal = 0;         // that signal
    std::string complaint;  // the first bytes of its standard error
};

// Is given output in pieces cut anywhere; an error ends the child and becomes the outcome.
using child_output = std::function<result<void>(std::string_view)>;

// `argv[0]` is an absolute path; `input` becomes standard input, -1 for none. Fails with not_found (no
// such program), timed_out (processor or wall clock), too_large (output), cancelled (`stop` was set), busy
// (we are out of descriptors, processes or memory) and unsupported (the kernel lacks what the limits need).
result<child_exit> run_child(const std::vector<std::string>& argv, int input, const child_limits& limits,
                             const child_output& on_output, const std::atomic<bool>* stop);

}  // namespace parley::ingest
