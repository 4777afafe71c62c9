// The vectors of documents' chunks, a few documents at a time, and what to do while there are none.
//
// Not thread-safe. When the service fails it is not asked again in this run: the text is taken in all the
// same, and the next run fills in what is missing.
#pragma once

#include "ingest/embedder.hpp"
#include "retrieval/sqlite/store.hpp"

#include <optional>
#include <span>
#include <vector>

namespace parley::ingest {

class vector_maker {
public:
    // So many texts are worth a call: as many requests as a host may be sent at a time, and not so many that
    // a kill loses much.
    static constexpr std::size_t texts_wanted = 512;
    static constexpr std::size_t documents_max = 64;  // whose text waits for vectors in memory

    vector_maker() = default;  // makes none

    // Null: none are made. errc::invalid_input when the store holds vectors of another model.
    static result<vector_maker> for_store(const retrieval::store& into, embedder* by);

    // Whether it is worth asking for vectors.
    bool is_at_work() const { return by_ != nullptr && !fault_; }

    // For each document the vectors of its chunks; none where they could not be made.
    // errc::cancelled: the user asked to stop.
    result<std::vector<retrieval::chunk_vectors>> make(
        const std::vector<std::span<const retrieval::chunk>>& documents);

    // Why there are passages without vectors; nothing when all went well.
    const std::optional<error>& fault() const { return fault_ ? fault_ : last_refusal_; }

private:
    using units = std::vector<std::vector<float>>;

    vector_maker(embedder* by, std::optional<retrieval::vector_space> held) : by_(by), held_(std::move(held))
    {
    }

    result<std::vector<retrieval::chunk_vectors>> make_one_by_one(
        const std::vector<std::span<const retrieval::chunk>>& documents);
    result<units> embed(const std::vector<std::span<const retrieval::chunk>>& documents);
    result<void> check(const units& vectors) const;

    embedder* by_ = nullptr;
    std::optional<retrieval::vector_space> held_;
    std::optional<error> fault_;         // of the service
    std::optional<error> last_refusal_;  // of the texts of one document
};

}  // namespace parley::ingest
