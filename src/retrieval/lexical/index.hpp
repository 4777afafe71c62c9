// The writer's side of the lexical index: takes changed documents, gives snapshots.
//
// No I/O. Not thread-safe: one thread changes it, everybody reads the snapshots it published. Changes show
// in the next snapshot and in no earlier one.
#pragma once

#include "retrieval/lexical/segment_builder.hpp"
#include "retrieval/lexical/snapshot.hpp"

#include <memory>
#include <unordered_set>

namespace parley::retrieval {

class lexical_index {
public:
    // The document's passages are gone. Before its new version is added, if there is one.
    void remove(std::int64_t document);

    // The passages that follow belong to this document.
    void start_document(std::int64_t number, std::string_view id, std::string_view category,
                        std::string_view title);
    // `unit` is its vector, of length one; empty: it has none.
    void add_passage(std::int64_t number, std::uint32_t ordinal, std::string_view heading,
                     std::string_view text, std::span<const float> unit = {});

    // What has changed since the last time, for readers.
    std::shared_ptr<const snapshot> publish();

    // One merge, if the segments have become too many or too empty; publish afterwards. Bounded: at most
    // segment::passages_max passages are written. Returns false when there is nothing left to do.
    bool tidy_up();

private:
    void flush();
    void apply_removals();
    void replace_parts(std::vector<std::size_t> places);

    tokenizer split_;
    segment_builder building_;
    std::int64_t document_number_ = 0;
    std::string document_id_;
    std::string document_category_;
    term_list title_;
    std::unordered_set<std::int64_t> removed_;  // documents, since the last publish
    std::vector<living_segment> parts_;
};

}  // namespace parley::retrieval
