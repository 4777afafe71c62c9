// A program that serves the pages to audit: started before, ended with all that it started afterwards.
//
// Runs as the shell reads it, in the current folder and in a group of its own, on a thread of its own. What
// it says is kept, the last `output_bytes_max` of it, to be told when it ends before its time.
#pragma once

#include "base/settings.hpp"

#include <memory>
#include <optional>

namespace parley::cli {

class started_program {
public:
    static constexpr std::size_t output_bytes_max = 4096;

    // By --start, --ready-url, --ready-pattern and --start-timeout; nothing when there is no --start. Waits
    // until it is ready: the address answers, or it said what is waited for. errc::invalid_input when an
    // option is wrong; closed when it ended instead, timed_out, or cancelled by Ctrl-C.
    static result<std::unique_ptr<started_program>> start(const settings& values);

    ~started_program();
    started_program(const started_program&) = delete;
    started_program& operator=(const started_program&) = delete;

    // That it has ended, how, and what it said last; nothing while it runs.
    std::optional<std::string> complaint() const;

private:
    class impl;
    explicit started_program(std::unique_ptr<impl> made);

    std::unique_ptr<impl> impl_;
};

}  // namespace parley::cli
