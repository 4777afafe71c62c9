// Reads a retrieval collection in the shape of BEIR: corpus.jsonl, queries.jsonl, qrels.tsv.
//
// Throws on anything unexpected: a bench has nobody to report to but its user.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace parley::bench {

struct beir_document {
    std::string id;
    std::string title;
    std::string text;
};

struct beir_query {
    std::string id;
    std::string text;
    std::map<std::string, int> relevance;  // by document id
};

struct beir_collection {
    std::vector<beir_document> documents;
    std::vector<beir_query> queries;  // those with judgements
};

beir_collection read_beir(const std::filesystem::path& folder);

struct quality {
    double ndcg_10 = 0;
    double recall_100 = 0;

    quality& operator+=(const quality& other)
    {
        ndcg_10 += other.ndcg_10;
        recall_100 += other.recall_100;
        return *this;
    }
    quality operator/(std::size_t count) const
    {
        return {ndcg_10 / static_cast<double>(count), recall_100 / static_cast<double>(count)};
    }
};

// Of a ranking of document ids, best first.
quality judge(const beir_query& query, const std::vector<std::string>& ranked);

}  // namespace parley::bench
