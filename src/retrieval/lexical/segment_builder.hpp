// Makes segments: from terms as they are read, or from segments that are to be one.
//
// Pure, on values; not thread-safe.
#pragma once

#include "retrieval/lexical/segment.hpp"
#include "retrieval/lexical/tokenizer.hpp"

#include <memory>

namespace parley::retrieval {

class segment_builder {
public:
    bool is_empty() const { return built_.passages.empty(); }
    bool is_full() const { return built_.passages.size() == segment::passages_max; }
    std::size_t size() const { return built_.passages.size(); }

    // The passages that follow belong to this document.
    void start_document(std::int64_t number, std::string_view id, std::string_view category);

    // Starts a passage; not when the builder is full. Its terms follow.
    void start_passage(std::int64_t number, std::uint32_t ordinal);
    void add_terms(const term_list& terms, std::uint32_t weight);
    void set_vector(std::span<const float> unit);  // of the passage at hand; empty: it has none

    // The segment; the builder is empty again.
    std::shared_ptr<const segment> finish();

private:
    // One term in one passage. Kept in the order they come and sorted by term once, at the end.
    struct occurrence {
        std::uint32_t term;
        std::uint16_t passage;
        std::uint8_t frequency;
    };

    segment built_;
    std::vector<occurrence> occurrences_;
    std::vector<std::uint32_t> latest_;  // by term: one more than its latest place in `occurrences_`
    std::size_t passage_begin_ = 0;      // of the passage at hand, in `occurrences_`
};

// The living passages of `parts`, in order. Together at most segment::passages_max.
std::shared_ptr<const segment> merge_segments(std::span<const living_segment> parts);

}  // namespace parley::retrieval
