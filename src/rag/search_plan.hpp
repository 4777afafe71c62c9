// How a query is searched for: by words, by vector or both, as the question wishes and as there are vectors.
//
// What cannot be had is no failure: the search then goes by words, and the plan says why.
#pragma once

#include "rag/query_embedder.hpp"
#include "rag/question.hpp"
#include "rag/reranker.hpp"
#include "retrieval/retriever.hpp"

namespace parley::rag {

struct search_plan {
    enum class vectors {
        used,
        unwanted,     // by the question
        none_stored,  // the documents were taken in without
        no_model,     // nobody is there to make one of the query
        other_model,  // than made those of the documents
        failed,       // the model gave none in time
    };

    retrieval::search_request request;
    vectors by_vector = vectors::unwanted;
};

// How it was searched in the end.
struct search_report {
    search_plan plan;
    reranking ranked = reranking::unwanted;
    std::chrono::microseconds time{0};
};

// `embed` may be null. One call of a model at most. errc::cancelled, and no other error.
asio::awaitable<result<search_plan>> plan_search(const retrieval::retriever& find, query_embedder* embed,
                                                 const question& asked, std::string query, deadline until);

// Why a search that was to go by vectors did not; empty when there is nothing to say.
std::string_view reason_without_vectors(const search_plan& plan);

}  // namespace parley::rag
