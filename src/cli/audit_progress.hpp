// How far an audit has come, on standard error: drawn over and over on a terminal, else a line now and then.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace parley::cli {

class audit_progress {
public:
    enum class place { terminal, log };

    audit_progress(std::ostream& out, place where, std::size_t planned);
    ~audit_progress();  // takes back what is drawn
    audit_progress(const audit_progress&) = delete;
    audit_progress& operator=(const audit_progress&) = delete;

    void on_page(std::size_t done);

private:
    using clock = std::chrono::steady_clock;

    std::ostream& out_;
    const place where_;
    const std::size_t planned_;
    clock::time_point said_ = clock::now();  // short runs say nothing
};

}  // namespace parley::cli
