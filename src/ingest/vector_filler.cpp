#include "ingest/vector_filler.hpp"

namespace parley::ingest {

result<std::size_t> passages_without_vectors(const retrieval::store& in)
{
    auto all = in.documents();
    if (!all) return all.error();
    std::size_t count = 0;
    for (const auto& each : *all) count += static_cast<std::size_t>(each.chunks - each.vectors);
    return count;
}

result<void> vector_filler::run(const std::function<bool()>& stopped,
                                const std::function<void(const vector_progress&)>& told)
{
    auto lacking = store_.documents();
    if (!lacking) return lacking.error();
    std::erase_if(*lacking, [](const retrieval::document& each) { return each.vectors >= each.chunks; });
    vector_progress so_far{0, lacking->size()};
    while (so_far.documents_done < so_far.documents_total && make_.is_at_work() && !stopped()) {
        auto group = next_group(*lacking, so_far.documents_done);
        if (!group) return group.error();
        if (auto filled = fill(*group); !filled) return filled;
        so_far.documents_done += group->size();
        told(so_far);
    }
    return {};
}

result<std::vector<vector_filler::text_of_document>> vector_filler::next_group(
    const std::vector<retrieval::document>& lacking, std::size_t from)
{
    std::vector<text_of_document> group;
    std::size_t texts = 0;
    while (from + group.size() < lacking.size() && group.size() < vector_maker::documents_max &&
           texts < vector_maker::texts_wanted) {
        const auto& next = lacking[from + group.size()];
        auto chunks = store_.chunks_of(next.id);
        if (!chunks) return chunks.error();
        texts += chunks->size();
        group.push_back({next.id, std::move(*chunks)});
    }
    return group;
}

result<void> vector_filler::fill(const std::vector<text_of_document>& group)
{
    std::vector<std::span<const retrieval::chunk>> texts;
    for (const auto& each : group) texts.emplace_back(each.chunks);
    auto vectors = make_.make(texts);
    if (!vectors) return vectors.error();
    for (std::size_t i = 0; i < group.size(); ++i) {
        if ((*vectors)[i].units.empty()) continue;
        if (auto added = store_.add_vectors(group[i].id, (*vectors)[i]); !added) return added;
        passages_ += group[i].chunks.size();
    }
    return {};
}

}  // namespace parley::ingest
