#include "eval/scores.hpp"

#include "eval/metrics.hpp"
#include "eval/relevance.hpp"

#include <algorithm>

namespace parley::eval {
namespace {

constexpr std::size_t first_results = 10;

void judge_ranking(scores& made, const question& asked, const observation& seen)
{
    const auto gains = gains_of(seen.ranking, asked.relevant);
    const std::size_t relevant = asked.relevant.size();
    made.ndcg_10 = ndcg(gains, std::vector<int>(relevant, 1), first_results);
    made.recall_5 = recall(gains, relevant, 5);
    made.recall_10 = recall(gains, relevant, 10);
    made.reciprocal_rank = reciprocal_rank(gains, first_results);
    made.hit = share_found(asked.relevant, seen.sources) > 0 ? 1 : 0;
}

void judge_citations(scores& made, const question& asked, const observation& seen)
{
    made.citation_recall = share_found(asked.relevant, seen.cited);
    if (seen.cited.empty()) return;
    const auto right = std::count_if(seen.cited.begin(), seen.cited.end(),
                                     [&](const auto& each) { return is_expected(each, asked.relevant); });
    made.citation_precision = static_cast<double>(right) / static_cast<double>(seen.cited.size());
}

}  // namespace

scores judge(const question& asked, const observation& seen)
{
    scores made;
    if (asked.is_answerable()) {
        judge_ranking(made, asked, seen);
        judge_citations(made, asked, seen);
    }
    made.refusal = seen.is_refusal == asked.is_answerable() ? 0 : 1;
    if (seen.sentences > 0)
        made.supported = 1 - static_cast<double>(seen.unsupported) / static_cast<double>(seen.sentences);
    return made;
}

}  // namespace parley::eval
