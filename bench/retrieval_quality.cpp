// How good is the lexical index alone? nDCG@10 and Recall@100 over the judged queries of a collection.
//
// usage: retrieval_quality --data FOLDER     (a collection in BEIR's layout, such as SciFact)
#include "beir.hpp"
#include "retrieval/lexical/index.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string_view>

namespace parley::bench {
namespace {

std::shared_ptr<const retrieval::snapshot> build(const beir_collection& from)
{
    retrieval::lexical_index index;
    for (std::size_t i = 0; i < from.documents.size(); ++i) {
        const auto& document = from.documents[i];
        const auto number = static_cast<std::int64_t>(i);
        index.start_document(number, document.id, "", document.title);
        index.add_passage(number, 0, "", document.text);
    }
    return index.publish();
}

void run(const std::filesystem::path& folder)
{
    const auto collection = read_beir(folder);
    const auto snapshot = build(collection);
    retrieval::lexical_scratch scratch;
    quality total;
    for (const auto& query : collection.queries) {
        std::vector<std::string> ranked;
        for (const auto& hit : snapshot->search({.text = query.text, .top = 100}, scratch))
            ranked.push_back(collection.documents[static_cast<std::size_t>(hit.chunk)].id);
        total += judge(query, ranked);
    }
    const auto mean = total / collection.queries.size();
    std::printf(
        "| collection | passages | queries | nDCG@10 | Recall@100 | bytes/passage "
        "|\n|---|---|---|---|---|---|\n");
    std::printf("| %s | %zu | %zu | %.4f | %.4f | %zu |\n", folder.filename().c_str(), snapshot->passages(),
                collection.queries.size(), mean.ndcg_10, mean.recall_100,
                snapshot->memory_bytes() / std::max<std::size_t>(1, snapshot->passages()));
}

}  // namespace
}  // namespace parley::bench

int main(int count, char** arguments)
{
    if (count != 3 || std::string_view(arguments[1]) != "--data") {
        std::fputs("usage: retrieval_quality --data FOLDER\n", stderr);
        return 2;
    }
    try {
        parley::bench::run(arguments[2]);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "retrieval_quality: %s\n", e.what());
        return 3;
    }
}
