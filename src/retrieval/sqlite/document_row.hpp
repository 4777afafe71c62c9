// A document as a row of the store: columns to value, states to words.
#pragma once

#include "retrieval/sqlite/store.hpp"
#include "sqlite/statement.hpp"

#include <string_view>

namespace parley::retrieval {

std::string_view name_of(document_state state);

// The row under `row`, whose columns are those of `sql::all_documents`.
document read_document(const sqlite::statement& row);

}  // namespace parley::retrieval
