// What a store says about itself as a whole; the one row that tells readers whether to look again.
#pragma once

#include "base/error.hpp"
#include "sqlite/database.hpp"

#include <cstdint>
#include <string>

namespace parley::retrieval {

struct store_state {
    std::string instance;         // differs between two stores that were made in the same place
    std::int64_t generation = 0;  // rises with every committed change
    std::int64_t removals = 0;    // rises when a document is removed
};

result<store_state> read_state(sqlite::database& from);

}  // namespace parley::retrieval
