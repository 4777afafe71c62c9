// The durable truth: documents and chunks in one SQLite file in WAL mode, and copies of the original
// files beside it, named by content hash. Everything else is a cache that can be rebuilt from it.
//
// Blocking: call through `offload`. One writer at a time across processes (a lock file says who), any
// number of readers. A document is replaced in one transaction: readers see the old or the new version.
// Layout of the data folder: parley.db (+ -wal, -shm), writer.lock, content/<two hex>/<sha-256 hex>.
#pragma once

#include "base/error.hpp"
#include "retrieval/sqlite/vector_table.hpp"
#include "sqlite/database.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::retrieval {

struct chunk {
    std::string id;  // document id, ordinal and a prefix of the text's hash
    int page_first = 0;
    int page_last = 0;
    std::string heading;
    std::string text;
};

enum class document_state { ready, skipped, failed };

struct document {
    std::string id;    // 128 bits in hex, from the first source path; stable across versions and moves
    std::string name;  // public name: unique, safe in URLs and in citation markers
    std::string title;
    std::string source_path;  // where it was read from, absolute
    std::string media_type;
    std::string category;
    std::string content_hash;  // SHA-256 in hex of the bytes that answer, and name of the stored copy
    std::string fingerprint;   // parser, splitter and their versions: a change means ingest again
    std::int64_t size_bytes = 0;
    std::int64_t modified_ns = 0;
    int pages = 0;
    document_state state = document_state::ready;
    std::string reason;  // why skipped or failed, or a warning worth showing
    int chunks = 0;      // filled by the store
    int vectors = 0;     // of those, how many have one; filled by the store
};

using access = sqlite::access;

class store {
public:
    // `write` creates what is missing and takes the writer's lock: errc::busy when another process has it.
    // `read` of a folder that holds no store yet: errc::not_found.
    static result<store> open(const std::filesystem::path& folder, access mode);

    store(store&&) noexcept;
    store& operator=(store&&) noexcept;
    ~store();

    result<std::vector<document>> documents() const;  // by name, as those below
    result<std::vector<document>> documents_after(std::string_view name, std::size_t at_most) const;
    result<std::optional<document>> find_by_name(std::string_view name) const;
    result<std::vector<chunk>> chunks_of(std::string_view document_id) const;

    // Copies `file` into the content folder (temporary file, fsync, rename); a no-op if it is there.
    result<void> keep_content(const std::filesystem::path& file, std::string_view content_hash);
    std::filesystem::path content_path(std::string_view content_hash) const;

    // The whole new version in one transaction: manifest row, chunks and their vectors, old ones gone,
    // durable on return. errc::invalid_input, with nothing changed, when the store holds vectors of another
    // model.
    result<void> replace(const document& doc, std::span<const chunk> chunks,
                         const chunk_vectors& vectors = {});

    // Vectors for the chunks that a document has. Fails as `replace` does.
    result<void> add_vectors(std::string_view document_id, const chunk_vectors& vectors);

    // Whose vectors the store holds; nothing while it has had none.
    result<std::optional<vector_space>> space() const;

    // Only the manifest row (state, reason, size, time): chunks of an earlier good version keep answering.
    result<void> record(const document& doc);

    // The document and its chunks, in one transaction; its stored copy goes when nothing names it.
    result<void> remove(std::string_view document_id);

    // Removes stored copies that no document names (left by a kill). Needs `write`.
    result<void> sweep_content();

    // Rises with every committed change; what readers poll.
    result<std::int64_t> generation() const;

private:
    class impl;
    explicit store(std::unique_ptr<impl> hidden);
    std::unique_ptr<impl> impl_;
};

}  // namespace parley::retrieval
