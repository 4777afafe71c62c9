#include "rag/search_plan.hpp"

namespace parley::rag {
namespace {

using retrieval::retrieval_mode;
using vectors = search_plan::vectors;

// Before any model is asked.
vectors expected(const std::optional<retrieval::vector_space>& stored, const query_embedder* embed,
                 const question& asked)
{
    if (asked.mode == retrieval_mode::text) return vectors::unwanted;
    const bool is_asked_for = asked.mode.has_value();
    if (embed == nullptr) return is_asked_for ? vectors::no_model : vectors::unwanted;
    if (!stored) return vectors::none_stored;
    return stored->model == embed->model_name() ? vectors::used : vectors::other_model;
}

}  // namespace

asio::awaitable<result<search_plan>> plan_search(const retrieval::retriever& find, query_embedder* embed,
                                                 const question& asked, std::string query, deadline until)
{
    search_plan plan;
    plan.request = {std::move(query), asked.top, asked.include_category, asked.exclude_category,
                    asked.score_min};
    plan.request.include_documents = asked.include_documents;
    const auto stored = find.space();
    plan.by_vector = expected(stored, embed, asked);
    if (plan.by_vector != vectors::used) co_return plan;

    auto unit = co_await embed->embed(plan.request.text, stored->dimensions, until);
    if (!unit) co_return unit.error();
    if (!*unit) {
        plan.by_vector = vectors::failed;
        co_return plan;
    }
    plan.request.mode = asked.mode.value_or(retrieval_mode::hybrid);
    plan.request.unit = std::move(**unit);
    co_return plan;
}

std::string_view reason_without_vectors(const search_plan& plan)
{
    switch (plan.by_vector) {
        case vectors::used:
        case vectors::unwanted:
            break;
        case vectors::none_stored:
            return "The documents have no vectors: they were searched by words.";
        case vectors::no_model:
            return "There is no embedding model: the documents were searched by words.";
        case vectors::other_model:
            return "The documents' vectors are of another model: they were searched by words.";
        case vectors::failed:
            return "The embedding model gave no answer: the documents were searched by words.";
    }
    return {};
}

}  // namespace parley::rag
