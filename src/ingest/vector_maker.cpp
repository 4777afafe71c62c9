#include "ingest/vector_maker.hpp"

#include "retrieval/vector/unit_vector.hpp"

#include <iterator>

namespace parley::ingest {
namespace {

using document_chunks = std::span<const retrieval::chunk>;

// The heading says what the text below it is about.
std::string embedded_text(const retrieval::chunk& from)
{
    return from.heading.empty() ? from.text : from.heading + "\n" + from.text;
}

bool is_about_the_texts(const error& failed)
{
    return failed.code == errc::too_large || failed.code == errc::invalid_input;
}

}  // namespace

result<vector_maker> vector_maker::for_store(const retrieval::store& into, embedder* by)
{
    auto held = into.space();
    if (!held) return held.error();
    if (by != nullptr)
        if (auto fits = retrieval::check_model(*held, by->model()); !fits) return fits.error();
    return vector_maker(by, std::move(*held));
}

result<std::vector<retrieval::chunk_vectors>> vector_maker::make(
    const std::vector<document_chunks>& documents)
{
    std::vector<retrieval::chunk_vectors> made(documents.size());
    if (!is_at_work()) return made;
    auto vectors = embed(documents);
    if (!vectors && vectors.error().code == errc::cancelled) return vectors.error();
    if (!vectors && is_about_the_texts(vectors.error()) && documents.size() > 1)
        return make_one_by_one(documents);
    if (!vectors) {
        (is_about_the_texts(vectors.error()) ? last_refusal_ : fault_) = vectors.error();
        return made;
    }
    auto next = std::make_move_iterator(vectors->begin());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto end = next + static_cast<std::ptrdiff_t>(documents[i].size());
        made[i] = {by_->model(), {next, end}};
        next = end;
    }
    return made;
}

// One document that the model does not take must not keep the others from theirs.
result<std::vector<retrieval::chunk_vectors>> vector_maker::make_one_by_one(
    const std::vector<document_chunks>& documents)
{
    std::vector<retrieval::chunk_vectors> made;
    for (const auto& each : documents) {
        auto of_one = make({each});
        if (!of_one) return of_one.error();
        made.push_back(std::move(of_one->front()));
    }
    return made;
}

result<vector_maker::units> vector_maker::embed(const std::vector<document_chunks>& documents)
{
    std::vector<std::string> texts;
    for (const auto& document : documents)
        for (const auto& chunk : document) texts.push_back(embedded_text(chunk));
    if (texts.empty()) return units();
    const std::size_t wanted = texts.size();
    auto vectors = by_->embed(std::move(texts));
    if (!vectors) return vectors;
    if (vectors->size() != wanted) return error{errc::malformed, "the model gave too few vectors"};
    for (auto& vector : *vectors) {
        auto unit = retrieval::unit_of(vector);
        if (!unit) return error{errc::malformed, "the model gave a vector that points nowhere"};
        vector = std::move(*unit);
    }
    if (auto fine = check(*vectors); !fine) return fine.error();
    return vectors;
}

// The name of a model may stay while what is behind it changes.
result<void> vector_maker::check(const units& vectors) const
{
    if (!held_ || vectors.front().size() == held_->dimensions) return {};
    return error{errc::malformed, by_->model() + " now gives vectors with " +
                                      std::to_string(vectors.front().size()) + " dimensions, and the store " +
                                      "holds such with " + std::to_string(held_->dimensions) +
                                      ": ingest into another folder with --data"};
}

}  // namespace parley::ingest
