// Where the model is and what lets us in there, as the settings say before anybody logs in.
//
// A key that is meant for the host is used; without one, Azure's own hosts (or any, with --token-scope) are
// asked with a token; others are asked with nothing. Neither a key nor a token goes to a host of somebody
// else: OPENAI_API_KEY is not for AZURE_OPENAI_ENDPOINT.
#pragma once

#include "base/settings.hpp"
#include "openai/endpoint.hpp"

namespace parley::cli {

struct model_place {
    std::string base_url;
    openai::host_style style = openai::host_style::compatible;
    openai::chat_api api = openai::chat_api::completions;
    std::string api_version;   // of the older paths
    std::string scope;         // of the tokens; empty: none are asked for
    std::string key_variable;  // that holds a key; empty: none is set
    secret key;
    std::string model;                 // what it is called there; empty: none is to be asked
    openai::setting_names names;       // of what a person would change
    std::vector<std::string> ignored;  // variables that are set and have no say here
};

// errc::invalid_input names the setting to change.
result<model_place> read_model_place(const settings& values);

bool is_azure(openai::host_style style);

// What people paste from a portal is the address of one route, and more. `name` is how a person says it.
result<void> check_model_address(const std::string& url, const std::string& name);

}  // namespace parley::cli
