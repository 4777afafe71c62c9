// Passages as they were read from the store, so that a question about them needs no SQLite.
//
// Thread-safe. What it holds was read at one `store_moment`: whoever asks at another gets nothing, and
// what is kept then begins anew. So it never gives what the store no longer holds. Bounded in bytes.
#pragma once

#include "retrieval/lexical/snapshot.hpp"
#include "retrieval/passage.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace parley::retrieval {

// Differs after every commit to the store, and after every look at it that found something new.
struct store_moment {
    std::uint64_t view = 0;  // live_index::view::number
    std::uint64_t file = 0;  // of SQLite's write-ahead log: each commit writes to it
    std::int64_t bytes = 0;
    std::chrono::nanoseconds changed{0};

    friend bool operator==(const store_moment&, const store_moment&) = default;
};

// By one system call and without waiting for anybody. Nothing when there is no log to tell by, or when it
// has just been written and the next commit might not be told from the last.
std::optional<store_moment> moment_of(const std::filesystem::path& log, std::uint64_t view,
                                      std::chrono::system_clock::time_point now);

class passage_cache {
public:
    explicit passage_cache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // The passages of all `hits`, in their order and with their scores; nothing when one is not here.
    std::optional<std::vector<passage>> find(const store_moment& at, std::span<const passage_hit> hits) const;

    // `read` was read not before `at`. What does not fit beside the others takes their place.
    void keep(const store_moment& at, std::int64_t chunk, const passage& read);

private:
    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    store_moment at_;
    std::unordered_map<std::int64_t, std::shared_ptr<const passage>> passages_;  // by chunk number
    std::size_t bytes_ = 0;
};

}  // namespace parley::retrieval
