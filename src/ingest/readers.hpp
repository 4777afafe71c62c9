// The threads that read the files of a run: each takes the next job, reads it, and hands over what came of
// it.
//
// Writes nothing to the store. What is read and not yet taken is bounded by the number of threads.
#pragma once

#include "ingest/bounded_queue.hpp"
#include "ingest/listing.hpp"
#include "ingest/read_document.hpp"
#include "retrieval/sqlite/store.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

namespace parley::ingest {

// One file that has to be read.
struct job {
    listed_file file;
    retrieval::document row;
    bool known;
    bool recategorised;                // known, with another category than this run gives it
    std::filesystem::path moved_from;  // known at another path until now; else empty
};

struct finished {
    std::size_t job;  // its place among the jobs
    std::variant<read_outcome, error, std::exception_ptr> outcome;
    std::chrono::milliseconds took;
};

// Leaving the scope stops the threads, their child processes included.
class readers {
public:
    // `jobs` must stay as it is; `snapshots` is where private copies are made.
    readers(const std::vector<job>& jobs, std::filesystem::path snapshots, std::size_t count);
    ~readers();

    // The next one that is done, or nothing after a short while: a stop must not go unnoticed.
    std::optional<finished> take();

private:
    void work();
    std::variant<read_outcome, error, std::exception_ptr> read(const job& which);

    const std::vector<job>& jobs_;
    std::filesystem::path snapshots_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> halted_{false};
    bounded_queue<finished> done_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace parley::ingest
