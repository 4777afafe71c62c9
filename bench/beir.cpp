#include "beir.hpp"

#include "eval/metrics.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace parley::bench {
namespace {

namespace json = boost::json;

std::ifstream open(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return in;
}

std::string field(const json::object& from, const char* name)
{
    return json::value_to<std::string>(from.at(name));
}

std::map<std::string, std::map<std::string, int>> read_judgements(const std::filesystem::path& file)
{
    std::map<std::string, std::map<std::string, int>> judged;
    auto in = open(file);
    std::string line;
    std::getline(in, line);  // the header
    while (std::getline(in, line)) {
        std::istringstream columns(line);
        std::string query;
        std::string document;
        int relevance = 0;
        columns >> query >> document >> relevance;
        if (relevance > 0) judged[query][document] = relevance;
    }
    return judged;
}

}  // namespace

beir_collection read_beir(const std::filesystem::path& folder)
{
    beir_collection read;
    std::string line;
    auto corpus = open(folder / "corpus.jsonl");
    while (std::getline(corpus, line)) {
        const auto parsed = json::parse(line);
        const auto& row = parsed.as_object();
        read.documents.push_back({field(row, "id"), field(row, "title"), field(row, "text")});
    }
    const auto judged = read_judgements(folder / "qrels.tsv");
    auto queries = open(folder / "queries.jsonl");
    while (std::getline(queries, line)) {
        const auto parsed = json::parse(line);
        const auto& row = parsed.as_object();
        const auto found = judged.find(field(row, "id"));
        if (found != judged.end()) read.queries.push_back({found->first, field(row, "text"), found->second});
    }
    return read;
}

quality judge(const beir_query& query, const std::vector<std::string>& ranked)
{
    std::vector<int> gains;
    for (const auto& id : ranked) {
        const auto judged = query.relevance.find(id);
        gains.push_back(judged == query.relevance.end() ? 0 : judged->second);
    }
    std::vector<int> relevant;
    for (const auto& [id, relevance] : query.relevance) relevant.push_back(relevance);
    return {eval::ndcg(gains, relevant, 10), eval::recall(gains, relevant.size(), 100)};
}

}  // namespace parley::bench
