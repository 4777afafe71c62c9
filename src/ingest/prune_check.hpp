// Whether so many documents of a folder may go at once, or whether it is more likely that a disk is missing.
//
// Only what lies below the folders of the run is counted: a large store must not hide that one of its folders
// is empty. Nor may files that are no documents, which were skipped or failed: they do not count.
#pragma once

#include "base/error.hpp"
#include "retrieval/sqlite/store.hpp"

#include <filesystem>
#include <vector>

namespace parley::ingest {

// errc::invalid_input when everything below one of `roots` is gone, or more than 30 % of `known`, which is
// what lies below all of them.
result<void> check_prune(const std::vector<retrieval::document>& known,
                         const std::vector<retrieval::document>& gone,
                         const std::vector<std::filesystem::path>& roots);

}  // namespace parley::ingest
