#include "ingest/readers.hpp"

#include <algorithm>
#include <utility>

namespace parley::ingest {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds stop_poll{50};  // how long a stop may go unnoticed

}  // namespace

readers::readers(const std::vector<job>& jobs, std::filesystem::path snapshots, std::size_t count)
    : jobs_(jobs), snapshots_(std::move(snapshots)), done_(count)
{
    for (std::size_t i = 0; i < std::min(count, jobs.size()); ++i) threads_.emplace_back([this] { work(); });
}

readers::~readers()
{
    halted_ = true;
    done_.close();
}

std::optional<finished> readers::take()
{
    return done_.take(stop_poll);
}

void readers::work()
{
    for (auto at = next_++; at < jobs_.size() && !halted_; at = next_++) {
        const auto begin = clock::now();
        finished made{at, read(jobs_[at]), {}};
        made.took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begin);
        if (!done_.put(std::move(made))) return;
    }
}

std::variant<read_outcome, error, std::exception_ptr> readers::read(const job& which)
{
    // A thread has nobody above it to catch; what is thrown here is thrown again by the run.
    try {
        const auto kind = kind_of(which.file.path);
        const bool good = which.known && which.row.state == retrieval::document_state::ready &&
                          which.row.fingerprint == fingerprint_of(kind);
        auto outcome = read_document(
            {which.file.path, kind, which.row.id, good ? which.row.content_hash : std::string()}, snapshots_,
            halted_);
        if (!outcome) return outcome.error();
        return std::move(*outcome);
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace parley::ingest
