// What the store knows of the files of a run, and what is to be done with each. Decides; does nothing.
#pragma once

#include "ingest/file_kind.hpp"
#include "ingest/listing.hpp"
#include "ingest/public_name.hpp"
#include "ingest/read_document.hpp"
#include "retrieval/sqlite/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace parley::ingest {

enum class step {
    leave,         // nothing changed since it was taken in
    repeat_fault,  // nothing changed since it failed or was skipped: say so again
    skip,          // new, and not a kind we read
    read,          // new or changed
};

class manifest {
public:
    explicit manifest(std::vector<retrieval::document> known);

    // The row of `file` as known, or a new one with its id and public name.
    retrieval::document row_for(const listed_file& file);

    bool knows(const std::string& id) const { return known_.contains(id); }

    step next_step(const listed_file& file, const retrieval::document& row) const;

    // Documents below the listed folders that are not there any more.
    std::vector<retrieval::document> gone_from(const listing& found) const;

    std::size_t size() const { return known_.size(); }

private:
    std::map<std::string, retrieval::document> known_;  // by id
    name_register names_;
};

// Whether trying the same file again can end otherwise: the fault was not in its content.
bool is_passing(const error& fault);

}  // namespace parley::ingest
