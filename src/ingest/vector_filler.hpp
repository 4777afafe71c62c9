// Gives documents their vectors that were taken in without, some at a time, until none is left.
//
// Blocking; one transaction per document, so that a kill loses only what was under way.
#pragma once

#include "ingest/vector_maker.hpp"

#include <functional>

namespace parley::ingest {

struct vector_progress {
    std::size_t documents_done = 0;
    std::size_t documents_total = 0;
};

result<std::size_t> passages_without_vectors(const retrieval::store& in);

class vector_filler {
public:
    vector_filler(retrieval::store& into, vector_maker& make) : store_(into), make_(make) {}

    // Goes on until all have vectors, the service fails or `stopped`. errc::cancelled: the user asked to
    // stop.
    result<void> run(const std::function<bool()>& stopped,
                     const std::function<void(const vector_progress&)>& told);

    std::size_t passages() const { return passages_; }  // that have been given vectors

private:
    struct text_of_document {
        std::string id;
        std::vector<retrieval::chunk> chunks;
    };

    result<std::vector<text_of_document>> next_group(const std::vector<retrieval::document>& lacking,
                                                     std::size_t from);
    result<void> fill(const std::vector<text_of_document>& group);

    retrieval::store& store_;
    vector_maker& make_;
    std::size_t passages_ = 0;
};

}  // namespace parley::ingest
