#include "retrieval/lexical/snapshot.hpp"

#include "base/utf8.hpp"
#include "retrieval/lexical/best_of.hpp"
#include "retrieval/lexical/bm25.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace parley::retrieval {

snapshot::snapshot(std::vector<living_segment> parts) : parts_(std::move(parts))
{
    std::uint64_t length = 0;
    for (const living_segment& p : parts_) {
        living_ += p.size();
        for (std::size_t i = 0; i < p.all->lengths.size(); ++i)
            if (!p.is_dead(i)) length += p.all->lengths[i];
    }
    const auto average =
        std::max(1.0F, static_cast<float>(length) / static_cast<float>(std::max<std::size_t>(1, living_)));
    for (const living_segment& p : parts_) {
        auto& norms = norms_.emplace_back();
        norms.reserve(p.all->lengths.size());
        for (const auto each : p.all->lengths) norms.push_back(bm25::norm(each, average));
    }
}

std::vector<passage_hit> snapshot::search(const lexical_query& query, lexical_scratch& scratch) const
{
    const std::size_t top = std::min(query.top, top_max);
    if (living_ == 0 || top == 0) return {};
    const auto terms = weigh(scratch.split.of_query(utf8::prefix(query.text, query_bytes_max)));

    // A passage that holds no term has a score of 0 and is no hit.
    using limits = std::numeric_limits<float>;
    const auto lowest = std::clamp<double>(query.score_min, limits::min(), limits::max());
    best_of best(*this, top, static_cast<float>(lowest));
    for (std::size_t p = 0; p < parts_.size(); ++p) {
        score(p, terms, scratch.scores);
        select(p, query, scratch.scores, best);
    }

    return best.take();
}

// Distinct terms in the order of the query: sums of floats come out the same however the index was built.
std::vector<snapshot::query_term> snapshot::weigh(const term_list& terms) const
{
    std::vector<query_term> weighed;
    std::unordered_map<std::string_view, std::size_t> place_of;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto [found, is_new] = place_of.try_emplace(terms[i], weighed.size());
        if (!is_new)
            weighed[found->second].weight += 1;
        else if (weighed.size() < query_terms_max)
            weighed.push_back({terms[i], 1});
        else
            place_of.erase(found);
    }
    for (auto& term : weighed) term.weight *= bm25::idf(living_, passages_with(term.text)) * (bm25::k1 + 1);
    return weighed;
}

std::size_t snapshot::passages_with(std::string_view text) const
{
    std::size_t count = 0;
    for (const living_segment& p : parts_) {
        const std::uint32_t term = p.all->terms.find(text);
        if (term == vocabulary::none) continue;
        count += p.size_with(term);
    }
    return count;
}

void snapshot::score(std::size_t place, const std::vector<query_term>& terms,
                     std::vector<float>& scores) const
{
    const segment& in = *parts_[place].all;
    scores.assign(in.passages.size(), 0);
    float* const sums = scores.data();
    const float* const norms = norms_[place].data();
    for (const auto& [text, weight] : terms) {
        const std::uint32_t term = in.terms.find(text);
        if (term == vocabulary::none) continue;
        const auto [once, often, frequencies] = in.postings_of(term);
        for (const auto passage : once) sums[passage] += weight / (1 + norms[passage]);
        for (std::size_t i = 0; i < often.size(); ++i) {
            const auto frequency = static_cast<float>(frequencies[i]);
            sums[often[i]] += weight * frequency / (frequency + norms[often[i]]);
        }
    }
}

void snapshot::select(std::size_t place, const lexical_query& query, std::vector<float>& scores,
                      best_of& best) const
{
    const segment& in = *parts_[place].all;
    const passing_documents allowed(in, {query.include_category, query.exclude_category, query.documents});

    // Few passages reach the threshold: whole blocks are passed over with one comparison per vector.
    constexpr std::size_t block = 32;
    scores.resize((scores.size() + block - 1) / block * block, 0);
    for (std::size_t begin = 0; begin < scores.size(); begin += block) {
        const float threshold = best.threshold();
        int reaching = 0;
        for (std::size_t i = 0; i < block; ++i) reaching |= scores[begin + i] >= threshold ? 1 : 0;
        if (reaching == 0) continue;
        for (std::size_t i = begin; i < begin + block; ++i) {
            if (scores[i] < best.threshold()) continue;
            if (parts_[place].is_dead(i)) continue;
            if (!allowed.contains(in.passages[i].document)) continue;
            best.offer(scores[i], {static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(i)});
        }
    }
}

bool snapshot::is_before(passage_place a, passage_place b) const
{
    const segment& in_a = *parts_[a.part].all;
    const segment& in_b = *parts_[b.part].all;
    const auto& passage_a = in_a.passages[a.passage];
    const auto& passage_b = in_b.passages[b.passage];
    const int order = in_a.document_id(passage_a.document).compare(in_b.document_id(passage_b.document));
    return order != 0 ? order < 0 : passage_a.ordinal < passage_b.ordinal;
}

std::size_t snapshot::memory_bytes() const
{
    std::size_t bytes = sizeof(snapshot);
    for (const living_segment& p : parts_)
        bytes += p.all->memory_bytes() + (p.dead ? p.dead->memory_bytes() : 0);
    for (const auto& norms : norms_) bytes += norms.capacity() * sizeof(float);
    return bytes;
}

}  // namespace parley::retrieval
