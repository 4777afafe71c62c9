// How far a run has come, on standard error: drawn over and over on a terminal, else a line now and then.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace parley::cli {

class eval_progress {
public:
    enum class place { terminal, log };

    eval_progress(std::ostream& out, place where);
    ~eval_progress();  // takes back what is drawn
    eval_progress(const eval_progress&) = delete;
    eval_progress& operator=(const eval_progress&) = delete;

    void on_question(std::size_t done, std::size_t planned);

private:
    using clock = std::chrono::steady_clock;

    std::ostream& out_;
    const place where_;
    clock::time_point said_ = clock::now();  // short runs say nothing
};

}  // namespace parley::cli
