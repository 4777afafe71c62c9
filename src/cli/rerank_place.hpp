// Where passages are ranked again and what lets us in there, as the settings say.
#pragma once

#include "cli/model_place.hpp"

namespace parley::cli {

struct rerank_place {
    std::string base_url;  // empty: where the other models are
    secret key;
    std::string scope;  // of the tokens; empty: none are asked for
};

// errc::invalid_input names the setting to change.
result<rerank_place> read_rerank_place(const settings& values);

}  // namespace parley::cli
