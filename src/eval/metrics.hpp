// How good a ranking is, as numbers from 0 to 1.
//
// Pure. A ranking is the gain of each result, best rank first: 0 for what is not relevant, more for what is,
// each relevant thing once. What is relevant is the business of relevance.hpp, or of whoever has judgements.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parley::eval {

// Normalised discounted cumulative gain: the sum of gain / log2(rank + 1) over the first `k` results, divided
// by that of the best order there could be of `relevant`, the gains of everything relevant in any order.
// After Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002,
// with the discount from the second rank on that trec_eval and BEIR use. 0 when nothing is relevant.
double ndcg(std::span<const int> gains, std::vector<int> relevant, std::size_t k);

// The share of `relevant` things that are among the first `k` results. 0 when nothing is relevant.
double recall(std::span<const int> gains, std::size_t relevant, std::size_t k);

// 1 / rank of the first relevant result among the first `k`, 0 when there is none. Its mean over questions is
// the MRR (Voorhees, "The TREC-8 question answering track report", 1999).
double reciprocal_rank(std::span<const int> gains, std::size_t k);

// The least value that at least `share` of all are not above (nearest rank); 0 of none.
double percentile(std::vector<double> values, double share);

}  // namespace parley::eval
