// GET /config: what the client may show. The public frontend's keys, then our own.
#pragma once

#include "server/history_services.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::server {

// What files are taken from visitors.
struct upload_rules {
    std::uintmax_t bytes_max = 0;
    std::vector<std::string> types = {};  // extensions, each with its dot
};

struct client_config {
    std::string answerer;                      // "extracts" or "model"
    std::string model;                         // its name; empty for extracts
    std::string note;                          // shown under the input when not empty
    std::vector<std::string> examples = {};    // questions offered on the empty page
    std::optional<upload_rules> uploads = {};  // nothing: no files are taken
    offered document_list = offered::no;
    offered vectors = offered::no;         // whether passages can be found by meaning
    offered reranker = offered::no;        // whether they can be ranked again by a model
    offered conversations = offered::no;   // whether they are kept, to be shown again
    offered feedback = offered::no;        // whether answers can be rated
    offered process = offered::no;         // whether it is told to those who do not say
    offered client_prompts = offered::no;  // whether a question may bring its own prompt
    offered streaming = offered::yes;      // whether pages are to show answers while they are written
};

// Whether there is anything to answer from; unknown until the store has been read.
enum class holding { unknown, none, some };

std::string config_json(const client_config& about, holding documents);

}  // namespace parley::server
