// All runs by their ids, within a bound of number, memory and time.
//
// Thread-safe: all loops share one. A run that has ended stays for a while, so that a reader who comes back
// finds its end; when memory is short, those that ended first go first. Outlives the runs.
#pragma once

#include "runs/run.hpp"

#include <map>

namespace parley::runs {

struct registry_limits {
    std::chrono::seconds kept{60};  // after its end
    std::size_t runs_max = 16'384;
    std::size_t bytes_max = std::size_t{64} << 20U;  // of the lines of all
    run_limits each = {};
};

class registry {
public:
    explicit registry(registry_limits limits) : limits_(limits), used_(limits.bytes_max) {}

    // A new run, which nobody has guessed when `id` cannot be. Null when there are as many as may be.
    std::shared_ptr<run> open(std::string id, std::string owner, const asio::any_io_executor& loop);

    // Null when there is none, or when it is another's.
    std::shared_ptr<run> find(const std::string& id, std::string_view asked_by) const;

    // Forgets it; who reads it reads on.
    void remove(const std::string& id);

    // Forgets what has been kept for long enough. To be called now and then, by any loop.
    void sweep(deadline now);

    std::size_t size() const;

private:
    void make_room();

    const registry_limits limits_;
    memory_use used_;
    mutable std::mutex guard_;  // of what follows; taken before a run's own
    std::map<std::string, std::shared_ptr<run>, std::less<>> runs_;
};

}  // namespace parley::runs
