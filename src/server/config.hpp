// GET /config: what the client may show. The public frontend's keys, then our own.
#pragma once

#include "server/history_services.hpp"

#include <string>
#include <vector>

namespace parley::server {

struct client_config {
    std::string answerer;                    // "extracts" or "model"
    std::string model;                       // its name; empty for extracts
    std::string note;                        // shown under the input when not empty
    std::vector<std::string> examples = {};  // questions offered on the empty page
    offered vectors = offered::no;           // whether passages can be found by meaning
    offered conversations = offered::no;     // whether they are kept, to be shown again
    offered feedback = offered::no;          // whether answers can be rated
    offered process = offered::no;           // whether it is told to those who do not say
};

// Whether there is anything to answer from; unknown until the store has been read.
enum class holding { unknown, none, some };

std::string config_json(const client_config& about, holding documents);

}  // namespace parley::server
