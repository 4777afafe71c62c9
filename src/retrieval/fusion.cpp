#include "retrieval/fusion.hpp"

#include <algorithm>
#include <unordered_map>

namespace parley::retrieval {
namespace {

struct fused {
    passage_hit hit;
    double score = 0;
};

}  // namespace

std::vector<passage_hit> fuse(const snapshot& in, std::span<const passage_hit> one,
                              std::span<const passage_hit> other)
{
    std::unordered_map<std::int64_t, fused> by_chunk;
    for (const auto ranking : {one, other}) {
        double rank = 0;
        for (const passage_hit& found : ranking) {
            rank += 1;
            by_chunk.try_emplace(found.chunk, fused{found}).first->second.score +=
                1 / (fusion_constant + rank);
        }
    }
    std::vector<fused> all;
    all.reserve(by_chunk.size());
    for (const auto& [chunk, each] : by_chunk) all.push_back(each);
    std::sort(all.begin(), all.end(), [&in](const fused& a, const fused& b) {
        return a.score != b.score ? a.score > b.score : in.is_before(a.hit.at, b.hit.at);
    });

    std::vector<passage_hit> hits;
    hits.reserve(all.size());
    for (const fused& each : all)
        hits.push_back({each.hit.chunk, static_cast<float>(each.score), each.hit.at});
    return hits;
}

}  // namespace parley::retrieval
