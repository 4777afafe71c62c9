// Reads what a search has found out of the store: texts, and vectors as exact as they were given.
//
// Blocking. All that one reader reads is of one moment of the store. Must not outlive its connection.
#pragma once

#include "retrieval/lexical/passage_hit.hpp"
#include "retrieval/passage.hpp"
#include "sqlite/database.hpp"
#include "sqlite/transaction.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace parley::retrieval {

class passage_reader {
public:
    // Nothing when the store has been made anew since: the numbers of `instance` mean other chunks there.
    static result<std::optional<passage_reader>> begin(sqlite::database& on, std::string_view instance);

    // Nothing when the chunk, or its vector, has gone.
    result<std::optional<passage>> read(const passage_hit& hit);
    result<std::optional<float>> cosine(const passage_hit& hit, std::span<const float> unit);

private:
    passage_reader(sqlite::database& on, sqlite::transaction moment) : on_(&on), moment_(std::move(moment)) {}

    sqlite::database* on_;
    sqlite::transaction moment_;
};

}  // namespace parley::retrieval
