// What `parley token` says: who gave the token, for whom, and why the others did not.
//
// The token itself is only in the JSON, and only when it was asked for.
#pragma once

#include "identity/chained.hpp"

namespace parley::cli {

struct token_report {
    std::string scope;
    std::vector<identity::member_outcome> members;  // that were tried, in order
    result<identity::access_token> token;
};

enum class token_in_report { hidden, shown };

// Lines for people.
std::string token_text(const token_report& report, identity::wall_time now);

// One line for machines.
std::string token_json(const token_report& report, token_in_report itself);

}  // namespace parley::cli
