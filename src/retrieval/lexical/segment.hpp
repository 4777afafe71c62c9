// An immutable piece of the index: up to 65,536 passages, their documents, for each term the passages it is
// in and how often, and the vectors of those that have one.
//
// Plain data, filled by segment_builder and merge_segments, then only read (by any number of threads).
// 65,536, so that a passage is two bytes in a posting and the scores of a segment stay in a core's cache.
#pragma once

#include "retrieval/lexical/vocabulary.hpp"
#include "retrieval/vector/vector_rows.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

struct segment {
    static constexpr std::size_t passages_max = 65'536;

    struct passage_entry {
        std::int64_t number;     // of the chunk in the store
        std::uint32_t document;  // place in `documents`
        std::uint32_t ordinal;   // place in its document
    };
    struct document_entry {
        std::int64_t number;     // in the store
        std::uint32_t id_end;    // in `document_ids`
        std::uint32_t category;  // place in `categories`
    };
    // Three of four postings say "once", so those come without a number.
    struct postings {
        std::span<const std::uint16_t> once;   // passages that hold the term once
        std::span<const std::uint16_t> often;  // and those that hold it more than once,
        std::span<const std::uint8_t>
            frequencies;  // this often; 255 stands for more: the score is flat there
        std::size_t size() const { return once.size() + often.size(); }
    };

    std::vector<passage_entry> passages;
    std::vector<std::uint16_t> lengths;  // in terms; 65,535 stands for more
    std::vector<document_entry> documents;
    std::string document_ids;
    std::vector<std::string> categories;
    vocabulary terms;
    std::vector<std::uint32_t> posting_ends;    // by term
    std::vector<std::uint32_t> frequency_ends;  // by term
    std::vector<std::uint16_t> posting_passages;
    std::vector<std::uint8_t> posting_frequencies;
    vector_rows vectors;  // by passage

    postings postings_of(std::uint32_t term) const
    {
        const std::size_t begin = term == 0 ? 0 : posting_ends[term - 1];
        const std::size_t frequency_begin = term == 0 ? 0 : frequency_ends[term - 1];
        const std::size_t often = frequency_ends[term] - frequency_begin;
        const std::size_t once = posting_ends[term] - begin - often;
        return {std::span(posting_passages).subspan(begin, once),
                std::span(posting_passages).subspan(begin + once, often),
                std::span(posting_frequencies).subspan(frequency_begin, often)};
    }
    std::string_view document_id(std::uint32_t document) const
    {
        const std::size_t begin = document == 0 ? 0 : documents[document - 1].id_end;
        return std::string_view(document_ids).substr(begin, documents[document].id_end - begin);
    }

    void shrink();
    std::size_t memory_bytes() const;
};

// Which passages of a segment are gone, and what that does to the counts. Immutable like the segment.
class deletions {
public:
    // `dead` has one bit per passage of `of`.
    deletions(const segment& of, std::vector<bool> dead);

    bool contains(std::size_t passage) const { return dead_[passage]; }
    std::size_t count() const { return count_; }
    const std::vector<bool>& bits() const { return dead_; }

    // In how many living passages a term is: scores are the same as if the dead had never been there.
    std::uint32_t living_with(std::uint32_t term) const { return living_[term]; }

    std::size_t memory_bytes() const
    {
        return dead_.capacity() / 8 + living_.capacity() * sizeof(living_[0]);
    }

private:
    std::vector<bool> dead_;
    std::size_t count_;
    std::vector<std::uint32_t> living_;  // by term
};

// A segment and what of it is gone (null: nothing).
struct living_segment {
    std::shared_ptr<const segment> all;
    std::shared_ptr<const deletions> dead;

    bool is_dead(std::size_t passage) const { return dead && dead->contains(passage); }
    std::size_t size() const { return all->passages.size() - (dead ? dead->count() : 0); }
    std::size_t size_with(std::uint32_t term) const
    {
        return dead ? dead->living_with(term) : all->postings_of(term).size();
    }
};

}  // namespace parley::retrieval
