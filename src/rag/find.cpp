#include "rag/find.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

// Before any model is asked.
reranking expected(const reranker* rank, const question& asked)
{
    if (asked.ranking == second_ranking::unwanted) return reranking::unwanted;
    if (rank != nullptr) return reranking::done;
    return asked.ranking == second_ranking::wanted ? reranking::no_model : reranking::unwanted;
}

// Of what a second ranking was wanted of. One that has failed left no scores: nothing is held against them.
void keep_best(std::vector<retrieval::passage>& found, const question& asked)
{
    std::erase_if(found, [&asked](const retrieval::passage& each) {
        return each.reranker_score && *each.reranker_score < asked.reranker_score_min;
    });
    if (found.size() > asked.top) found.resize(asked.top);
}

// GCC 12 mishandles values made inside a co_await expression, so queries are named before they are given
// away.
asio::awaitable<result<findings>> search(services with, const question& asked, std::string query,
                                         deadline until)
{
    auto plan = co_await plan_search(with.find, with.embed, asked, std::move(query), until);
    if (!plan) co_return plan.error();
    findings made{{*std::move(plan), expected(with.rank, asked)}, {}};
    auto& request = made.how.plan.request;
    if (made.how.ranked == reranking::done) request.top = std::max(asked.top, with.rank->candidates());
    auto found = co_await with.find.search(request, until);
    if (!found) co_return found.error();
    made.passages = *std::move(found);
    if (made.passages.empty() && made.how.ranked == reranking::done) made.how.ranked = reranking::unwanted;
    co_return made;
}

}  // namespace

asio::awaitable<result<findings>> find_passages(services with, const question& asked, std::string query,
                                                progress& steps, deadline until)
{
    const step_clock clock;
    auto made = co_await search(with, asked, std::move(query), until);
    if (!made) co_return made.error();
    auto& [how, passages] = *made;
    if (how.ranked == reranking::done) {
        if (auto told = co_await steps.tell_reranking(); !told) co_return told.error();
        const auto ranked = co_await with.rank->rank(how.plan.request.text, passages, until);
        if (!ranked) co_return ranked.error();
        how.ranked = *ranked;
        results_ranked count{.of = passages.size()};
        keep_best(passages, asked);
        count.kept = passages.size();
        if (auto told = co_await steps.tell(how.ranked, count); !told) co_return told.error();
    }
    how.time = clock.elapsed();
    if (auto told = co_await steps.tell(passages); !told) co_return told.error();
    co_return made;
}

}  // namespace parley::rag
