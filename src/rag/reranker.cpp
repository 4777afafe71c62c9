#include "rag/reranker.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

constexpr std::size_t query_bytes_max = 2 * 1024;  // models of today take some 500 tokens of both together

// As a reader would see it: the heading often names what the text does not.
std::string text_of(const retrieval::passage& found)
{
    return found.heading.empty() ? found.text : found.heading + '\n' + found.text;
}

}  // namespace

asio::awaitable<result<reranking>> reranker::rank(std::string_view query,
                                                  std::vector<retrieval::passage>& found, deadline until)
{
    openai::rerank_request request{model_name_, std::string(utf8::prefix(query, query_bytes_max)), {}};
    for (const auto& passage : found) request.texts.push_back(text_of(passage));
    const auto no_later = std::min(until, deadline_after(bounds_.patience));
    const auto scores = co_await finish_before(no_later, model_.score(std::move(request), no_later));
    if (!scores) {
        if (scores.error().code == errc::cancelled) co_return scores.error();
        log_.write(log_level::warning, "reranking_failed",
                   {{"model", model_name_},
                    {"code", name_of(scores.error().code)},
                    {"detail", scores.error().detail}});
        co_return reranking::failed;
    }
    for (std::size_t i = 0; i < found.size(); ++i)
        found[i].reranker_score = reranker_score_max * (*scores)[i];
    std::ranges::stable_sort(found, std::greater(), &retrieval::passage::reranker_score);
    co_return reranking::done;
}

std::string_view reason_without_ranking(reranking how)
{
    switch (how) {
        case reranking::done:
        case reranking::unwanted:
            break;
        case reranking::no_model:
            return "There is no reranker: the passages stand as they were found.";
        case reranking::failed:
            return "The reranker gave no scores: the passages stand as they were found.";
    }
    return {};
}

}  // namespace parley::rag
