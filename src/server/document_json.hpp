// Documents as clients read them: those of the store, and those on their way into it.
#pragma once

#include "ingest/inbox/inbox.hpp"

#include <string>
#include <vector>

namespace parley::server {

constexpr std::size_t listed_documents_max = 1000;

// Documents at one time. What is under way is read before the store is: what ends between the two is in both,
// not in neither.
struct known_documents {
    std::vector<ingest::inbox::job> under_way;
    std::vector<retrieval::document> stored;  // by name, those after `after`
};

// GET /documents: the first ones by name after `after`, and `next` when there are more: told of one more than
// can be listed. `uploads` may be null.
std::string documents_json(const known_documents& known, const ingest::inbox* uploads,
                           std::string_view after);

// GET /list_uploaded: the names of what was uploaded.
std::string uploaded_names_json(const std::vector<retrieval::document>& known, const ingest::inbox& uploads);

}  // namespace parley::server
