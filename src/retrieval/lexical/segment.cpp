#include "retrieval/lexical/segment.hpp"

#include <algorithm>

namespace parley::retrieval {
namespace {

template <class T>
std::size_t bytes_of(const std::vector<T>& values)
{
    return values.capacity() * sizeof(T);
}

}  // namespace

void segment::shrink()
{
    passages.shrink_to_fit();
    lengths.shrink_to_fit();
    documents.shrink_to_fit();
    document_ids.shrink_to_fit();
    terms.shrink();
    vectors.shrink();
}

std::size_t segment::memory_bytes() const
{
    std::size_t bytes = sizeof(segment) + bytes_of(passages) + bytes_of(lengths) + bytes_of(documents) +
                        document_ids.capacity() + bytes_of(categories) + terms.memory_bytes() +
                        bytes_of(posting_ends) + bytes_of(frequency_ends) + bytes_of(posting_passages) +
                        bytes_of(posting_frequencies) + vectors.memory_bytes();
    for (const std::string& category : categories) bytes += category.capacity();
    return bytes;
}

deletions::deletions(const segment& of, std::vector<bool> dead)
    : dead_(std::move(dead)), count_(static_cast<std::size_t>(std::count(dead_.begin(), dead_.end(), true)))
{
    living_.reserve(of.terms.size());
    for (std::uint32_t term = 0; term < of.terms.size(); ++term) {
        std::uint32_t living = 0;
        const auto postings = of.postings_of(term);
        for (const auto passage : postings.once) living += dead_[passage] ? 0U : 1U;
        for (const auto passage : postings.often) living += dead_[passage] ? 0U : 1U;
        living_.push_back(living);
    }
}

}  // namespace parley::retrieval
