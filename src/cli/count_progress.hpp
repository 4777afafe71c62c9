// How far a run has come, such as "3 of 37 questions", on standard error: drawn over and over on a terminal,
// else a line now and then.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace parley::cli {

class count_progress {
public:
    enum class place { terminal, log };

    count_progress(std::ostream& out, place where, std::string_view unit);
    ~count_progress();  // takes back what is drawn
    count_progress(const count_progress&) = delete;
    count_progress& operator=(const count_progress&) = delete;

    void on_count(std::size_t done, std::size_t planned);

private:
    using clock = std::chrono::steady_clock;

    std::ostream& out_;
    const place where_;
    const std::string_view unit_;            // a literal
    clock::time_point said_ = clock::now();  // short runs say nothing
};

}  // namespace parley::cli
