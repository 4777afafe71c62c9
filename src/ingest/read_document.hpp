// One file from the disk to chunks: snapshot, look at its content, parse, split. Writes nothing but the
// snapshot; what to do with the outcome is the pipeline's business. Safe on any thread.
#pragma once

#include "ingest/file_kind.hpp"
#include "ingest/page.hpp"
#include "ingest/snapshot.hpp"
#include "retrieval/sqlite/store.hpp"

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace parley::ingest {

// Everything that decides how a file of this kind becomes chunks, with versions.
std::string fingerprint_of(file_kind kind);

struct read_request {
    std::filesystem::path path;
    file_kind kind;
    std::string document_id;
    std::string known_hash;  // content that need not be read again; empty: read whatever it is
};

struct read_outcome {
    snapshot copy;
    parsed text;  // its pages are empty: the chunks hold their text
    int pages = 0;
    std::vector<retrieval::chunk> chunks;
    bool same_content = false;  // as `known_hash`: nothing else is filled in
};

// Where snapshots are made: on the disk that holds the store, so that a full one shows at once.
result<read_outcome> read_document(const read_request& what, const std::filesystem::path& snapshots,
                                   const std::atomic<bool>& stop);

}  // namespace parley::ingest
