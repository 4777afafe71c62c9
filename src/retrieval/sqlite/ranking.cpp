#include "retrieval/sqlite/ranking.hpp"

#include "retrieval/fusion.hpp"
#include "retrieval/lexical/best_of.hpp"
#include "retrieval/vector/nearest.hpp"

#include <algorithm>
#include <limits>

namespace parley::retrieval {
namespace {

constexpr std::size_t candidates = 50;   // of each ranking, at least
constexpr std::size_t rough_factor = 2;  // of those, looked at again exactly

std::size_t candidates_for(const search_request& request)
{
    return std::max(candidates, request.top);
}

std::vector<passage_hit> rank_by_vector(const snapshot& index, const search_request& request,
                                        const wanted_documents& wanted)
{
    return nearest(index, {.unit = request.unit,
                           .top = rough_factor * candidates_for(request),
                           .about = {request.include_category, request.exclude_category, wanted}});
}

}  // namespace

lexical_query words_of(const search_request& request)
{
    return {.text = request.text,
            .top = request.top,
            .include_category = request.include_category,
            .exclude_category = request.exclude_category,
            .score_min = request.score_min};
}

rankings rank_in_memory(const snapshot& index, const search_request& request, const wanted_documents& wanted,
                        lexical_scratch& scratch)
{
    auto words = words_of(request);
    words.documents = wanted;
    switch (request.mode) {
        case retrieval_mode::text:
            break;
        case retrieval_mode::vectors:
            return {{}, rank_by_vector(index, request, wanted)};
        case retrieval_mode::hybrid:
            words.top = candidates_for(request);
            words.score_min = 0;
            return {index.search(words, scratch), rank_by_vector(index, request, wanted)};
    }
    return {index.search(words, scratch), {}};
}

result<std::vector<passage_hit>> rank_exactly(passage_reader& reader, const snapshot& index,
                                              const std::vector<passage_hit>& rough,
                                              std::span<const float> unit, deadline until)
{
    best_of best(index, rough.size(), std::numeric_limits<float>::lowest());
    for (const auto& hit : rough) {
        if (std::chrono::steady_clock::now() >= until)
            return error{errc::timed_out, "the search did not finish before the deadline"};
        auto cosine = reader.cosine(hit, unit);
        if (!cosine) return cosine.error();
        if (*cosine) best.offer(**cosine, hit.at);
    }
    return best.take();
}

std::vector<passage_hit> choose(const snapshot& index, const rankings& found, const search_request& request)
{
    auto by_vector = found.by_vector;
    if (by_vector.size() > candidates_for(request)) by_vector.resize(candidates_for(request), {});
    auto best = request.mode == retrieval_mode::hybrid ? fuse(index, found.by_words, by_vector)
                                                       : std::move(by_vector);
    std::erase_if(best, [&request](const passage_hit& hit) { return hit.score < request.score_min; });
    if (best.size() > request.top) best.resize(request.top, {});
    return best;
}

}  // namespace parley::retrieval
