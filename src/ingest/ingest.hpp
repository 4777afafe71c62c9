// Takes files and folders into a store: list, detect change, parse to pages, split to chunks, commit.
//
// Blocking, on threads of its own; memory is bounded whatever the corpus. One transaction per document,
// so a kill at any moment loses at most documents that were not reported yet. Bad files are reported and
// the run goes on; so does one whose embedding service fails, without vectors.
#pragma once

#include "base/error.hpp"
#include "ingest/embedder.hpp"
#include "ingest/vector_filler.hpp"
#include "retrieval/sqlite/store.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace parley::ingest {

enum class outcome { added, updated, unchanged, removed, skipped, failed };

struct file_report {
    std::filesystem::path path;
    outcome what;
    std::string reason;  // why skipped or failed, or a warning; one sentence
    int pages = 0;
    int chunks = 0;
    std::chrono::milliseconds took{0};
    std::string category = {};  // what the document has now
};

struct progress {
    std::size_t files_done = 0;
    std::size_t files_total = 0;
    std::uintmax_t bytes_done = 0;
    std::uintmax_t bytes_total = 0;
};

struct options {
    std::vector<std::filesystem::path> paths;  // files or folders; folders are walked
    // For every document of the run; nothing: new documents have none, known ones keep theirs.
    std::optional<std::string> category = {};
    bool prune = false;                       // remove documents below these folders that are gone
    bool prune_force = false;                 // even when `check_prune` refuses
    bool dry_run = false;                     // report what `prune` would remove, and do nothing else
    std::size_t workers = 2;                  // parsers at a time
    embedder* embed = nullptr;                // null: no vectors are made
    const std::atomic<bool>* stop = nullptr;  // set by Ctrl-C: finish the document at hand, then return
};

struct summary {
    std::size_t added = 0, updated = 0, unchanged = 0, removed = 0, skipped = 0, failed = 0;
    std::size_t skipped_by_name = 0;  // of those skipped: the ones that were asked for, not found in a folder
    std::size_t pages = 0, chunks = 0;
    std::size_t vectors = 0;                 // passages that this run has given vectors
    std::size_t without_vectors = 0;         // passages of a store of vectors that have none
    std::optional<error> vector_fault = {};  // why, when this run was to make them
    bool stopped = false;  // by the caller, or by a failure: there would have been more to do
    bool planned = false;  // a dry run: what is removed is still there
};

// Told of every file as it is committed. Called on the thread that called `run`.
class listener {
public:
    virtual ~listener() = default;
    virtual void on_file(const file_report& report, const progress& so_far) = 0;

    // Told of documents that were taken in earlier, and have their vectors now.
    virtual void on_vectors(const vector_progress& so_far) { static_cast<void>(so_far); }

    // The last call, also of a run that fails after its first file.
    virtual void on_end(const summary& total) = 0;
};

// What is wrong with the options, for asking before a store is made for them: not_found when one of the paths
// does not exist, invalid_input when the category is no short text.
result<void> check(const options& what);

// Fails only when the run as a whole cannot go on (wrong options, vectors of another model than those of the
// store, disk full, prune refused). A dry run needs
// `into` for reading only, and leaves nothing on the disk.
result<summary> run(retrieval::store& into, const options& what, listener& told);

}  // namespace parley::ingest
