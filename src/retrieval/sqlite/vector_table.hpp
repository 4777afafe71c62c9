// Vectors in the store: whose they are, and those of a document's chunks.
//
// Blocking; inside the caller's transaction. The store holds vectors of one model at a time.
#pragma once

#include "base/error.hpp"
#include "retrieval/vector/vector_space.hpp"
#include "sqlite/database.hpp"
#include "sqlite/statement.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace parley::retrieval {

// The vectors of a document's chunks, in their order; none at all when there are no `units`.
struct chunk_vectors {
    std::string model;
    std::vector<std::vector<float>> units;  // all of one length, each of length one as unit_of makes them
};

// Nothing while the store has had no vectors.
result<std::optional<vector_space>> read_vector_space(sqlite::database& from);

// errc::invalid_input says what to do when vectors of `model` cannot stand beside those of `held`.
result<void> check_model(const std::optional<vector_space>& held, std::string_view model);

// For each chunk of the document the vector at its place.
result<void> write_vectors(sqlite::database& to, std::int64_t document, const chunk_vectors& vectors);

// The column `unit` under `row`; empty when the chunk has no vector.
std::vector<float> read_unit(const sqlite::statement& row, int column);

}  // namespace parley::retrieval
