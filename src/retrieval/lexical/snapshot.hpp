// The index as it was at one moment: segments, what of them is gone, and the search over them.
//
// Immutable, shared by all threads through shared_ptr<const snapshot>; each search brings its own scratch.
#pragma once

#include "retrieval/lexical/document_filter.hpp"
#include "retrieval/lexical/passage_hit.hpp"
#include "retrieval/lexical/segment.hpp"
#include "retrieval/lexical/tokenizer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

struct lexical_query {
    std::string_view text;
    std::size_t top = 50;
    std::optional<std::string_view> include_category = {};
    std::optional<std::string_view> exclude_category = {};
    double score_min = 0;
    std::optional<std::span<const std::string>> documents = {};  // their ids, sorted; nothing: any
};

// What a search needs and may use again: one per thread.
struct lexical_scratch {
    tokenizer split;
    std::vector<float> scores;
};

class best_of;

class snapshot {
public:
    // A question is cut here; more words do not make it clearer, only dearer.
    static constexpr std::size_t query_bytes_max = 16 * 1024;
    static constexpr std::size_t query_terms_max = 256;  // distinct ones
    static constexpr std::size_t top_max = 1000;

    explicit snapshot(std::vector<living_segment> parts);

    // Best first, ties as best_of breaks them.
    std::vector<passage_hit> search(const lexical_query& query, lexical_scratch& scratch) const;

    std::size_t passages() const { return living_; }
    const std::vector<living_segment>& parts() const { return parts_; }
    std::size_t memory_bytes() const;

    std::int64_t chunk_at(passage_place at) const { return parts_[at.part].all->passages[at.passage].number; }
    // By document id, then by place in the document: the order of chunk ids.
    bool is_before(passage_place a, passage_place b) const;

private:
    struct query_term {
        std::string_view text;
        float weight;  // idf times how often it is asked for
    };
    std::vector<query_term> weigh(const term_list& terms) const;
    std::size_t passages_with(std::string_view term) const;
    void score(std::size_t place, const std::vector<query_term>& terms, std::vector<float>& scores) const;
    void select(std::size_t place, const lexical_query& query, std::vector<float>& scores,
                best_of& best) const;

    std::vector<living_segment> parts_;
    std::vector<std::vector<float>> norms_;  // by part and passage: how its length dampens a frequency
    std::size_t living_ = 0;
};

}  // namespace parley::retrieval
