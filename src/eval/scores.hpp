// What one answer is worth, without a model as judge: each metric a number from 0 to 1, more is better.
//
// Pure. A metric that says nothing of a question has no value there: ranking and citations are judged where
// the documents have an answer, the precision of citations where there are any.
#pragma once

#include "eval/observation.hpp"
#include "eval/question_file.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace parley::eval {

struct scores {
    std::optional<double> ndcg_10;
    std::optional<double> recall_5;
    std::optional<double> recall_10;
    std::optional<double> reciprocal_rank;     // among the first 10
    std::optional<double> hit;                 // 1: something relevant was among the answer's sources
    std::optional<double> citation_precision;  // the share of what it cites that is relevant
    std::optional<double> citation_recall;     // the share of what is relevant that it cites
    std::optional<double> refusal;             // 1: it refused just when the documents have no answer
    std::optional<double> supported;           // the share of its sentences that the sources bear out
};

struct metric {
    std::string_view name;   // in files
    std::string_view label;  // for people
    std::optional<double> scores::*value;
};

inline constexpr std::array metrics = {
    metric{"ndcg_10", "nDCG@10", &scores::ndcg_10},
    metric{"recall_5", "recall@5", &scores::recall_5},
    metric{"recall_10", "recall@10", &scores::recall_10},
    metric{"mrr", "MRR", &scores::reciprocal_rank},
    metric{"hit_rate", "hit rate", &scores::hit},
    metric{"citation_precision", "citation precision", &scores::citation_precision},
    metric{"citation_recall", "citation recall", &scores::citation_recall},
    metric{"refusal_accuracy", "refusal accuracy", &scores::refusal},
    metric{"supported_sentences", "supported sentences", &scores::supported},
};

scores judge(const question& asked, const observation& seen);

}  // namespace parley::eval
