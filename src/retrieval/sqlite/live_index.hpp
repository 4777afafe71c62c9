// Keeps a lexical index in step with a store that another process may be writing to.
//
// Thread-safe. Readers take `current()` and keep it as long as they like; a thread of our own looks for
// commits now and then, less often while that fails, and swaps in a new snapshot. The store may be
// missing, appear later, or be deleted and made anew: the index follows.
#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "retrieval/lexical/index.hpp"
#include "retrieval/sqlite/store_reader.hpp"
#include "retrieval/sqlite/store_state.hpp"
#include "retrieval/vector/vector_space.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace parley::retrieval {

// How long the thread waits between two looks.
struct poll_pauses {
    std::chrono::milliseconds usual{200};
    std::chrono::milliseconds longest{30'000};  // doubled up to it while reads fail
};

class live_index {
public:
    // What was published at one moment.
    struct view {
        std::string store_instance;  // whose chunk numbers these are; empty: there is no store
        std::shared_ptr<const snapshot> index;
        std::optional<vector_space> space = {};  // whose vectors it holds; nothing: none
        std::uint64_t number = 0;  // rises with every view; a change that is not searched makes one too
    };

    live_index(std::filesystem::path folder, log_sink& log, poll_pauses pauses = {});
    ~live_index();  // stops

    live_index(const live_index&) = delete;
    live_index& operator=(const live_index&) = delete;

    void start();  // the first snapshot comes from the thread too: `readiness` tells when
    void stop();   // returns when the thread has ended

    // One look at the store, now; returns when what it holds is searchable. After an error the snapshot
    // before keeps answering.
    result<void> refresh();

    view current() const;

    // Good once the store has been read, or was found missing, and from then on. Before: errc::busy, or what
    // the last look failed with.
    result<void> readiness() const;

private:
    void poll();
    result<void> look();
    result<void> follow(sqlite::database& store);
    result<void> load(sqlite::database& store, const store_state& now);
    result<void> drop_removed(sqlite::database& store);
    result<void> add_changed(sqlite::database& store);
    void forget();
    void publish();

    log_sink& log_;
    const poll_pauses pauses_;

    std::mutex refreshing_;  // guards what only a refresh touches
    store_reader reader_;
    std::int64_t data_version_ = -1;
    store_state loaded_;
    std::optional<vector_space> space_;
    std::unordered_set<std::int64_t> documents_;  // numbers of those in the index
    lexical_index index_;

    mutable std::mutex published_mutex_;
    view published_;
    result<void> readiness_;

    std::mutex thread_mutex_;
    std::condition_variable wake_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace parley::retrieval
