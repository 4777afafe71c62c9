// What the store knows of the files of a run, and what is to be done with each. Decides; does nothing.
#pragma once

#include "ingest/file_kind.hpp"
#include "ingest/listing.hpp"
#include "ingest/public_name.hpp"
#include "ingest/read_document.hpp"
#include "retrieval/sqlite/store.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
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

    // Whether `file` is new here and a document of its kind and size is no longer where it was: it is worth
    // hashing the file then.
    bool may_have_moved(const listed_file& file) const;

    // Makes the document with that content, gone from its old path, the one at the path of `file`. Its id,
    // name and chunks stay what they were. Does nothing when there is none.
    void follow(const listed_file& file, std::string_view content_hash);

    // Where the document at that path was until this run; empty when it has not moved.
    std::filesystem::path moved_from(const listed_file& file) const;

    // The row of `file` as known, or a new one with its id and public name.
    retrieval::document row_for(const listed_file& file);

    bool knows(const listed_file& file) const { return known_.contains(file.path.string()); }

    step next_step(const listed_file& file, const retrieval::document& row) const;

    // Documents below the listed folders that are not there any more.
    std::vector<retrieval::document> gone_from(const listing& found) const;

    std::vector<retrieval::document> documents_below(const std::vector<std::filesystem::path>& roots) const;

private:
    using documents_by_path = std::map<std::string, retrieval::document, std::less<>>;

    std::string new_id(const std::filesystem::path& path) const;
    bool is_gone_original(const retrieval::document& document, const listed_file& file) const;

    documents_by_path known_;
    std::multimap<std::int64_t, std::string> path_by_size_;  // of what is ready
    std::map<std::string, std::string> old_path_;            // of what moved, by new path
    std::set<std::string> ids_;
    name_register names_;
};

// Whether trying the same file again can end otherwise: the fault was not in its content.
bool is_passing(const error& fault);

}  // namespace parley::ingest
