// Runs a program to its end on the calling loop and gives what it wrote.
//
// Both outputs are drained at the same time and kept apart. At the deadline, on cancellation or beyond a
// limit the whole process group is killed, and it is gone when this returns; a program that the kernel
// cannot kill (one stuck on a dead network disk) delays that. What the program started and left behind is
// killed when it ends, and cannot keep us by holding its outputs open.
#pragma once

#include "base/deadline.hpp"
#include "process/child.hpp"

#include <cstddef>

namespace parley::process {

struct output_limits {
    std::size_t output_bytes_max = std::size_t{1} << 20U;
    std::size_t complaint_bytes_max = std::size_t{1} << 16U;  // of its standard error; the rest is dropped
};

struct outcome {
    int status = 0;              // exit status; 128 + signal when one ended it
    std::string output = {};     // all of it
    std::string complaint = {};  // the first bytes of its standard error
};

// The errors of child::start, timed_out at `until`, cancelled, and too_large for the output.
asio::awaitable<result<outcome>> run(program what, output_limits limits, deadline until);

}  // namespace parley::process
