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

}  // namespace parley::bench
