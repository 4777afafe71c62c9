// Where the model is and how we get in there, as the settings say. Made once, shared by all loops.
//
// A key that is meant for the host is used; without one, Azure's own hosts (or any, with --token-scope) are
// asked with a token of the default chain; others are asked with nothing. Neither a key nor a token goes to a
// host of somebody else: OPENAI_API_KEY is not for AZURE_OPENAI_ENDPOINT.
#pragma once

#include "base/settings.hpp"
#include "identity/login.hpp"
#include "identity/system_host.hpp"
#include "openai/endpoint.hpp"

namespace parley::cli {

http::proxy_settings proxies_of(const settings& values);

// What the settings say before anybody logs in: for serve and ask, and for the doctor.
struct model_place {
    std::string base_url;
    openai::host_style style = openai::host_style::compatible;
    openai::chat_api api = openai::chat_api::completions;
    std::string api_version;   // of the older paths
    std::string scope;         // of the tokens; empty: none are asked for
    std::string key_variable;  // that holds a key; empty: none is set
    secret key;
    std::vector<std::string> models;   // --model, then --fallback-models
    std::vector<std::string> ignored;  // variables that are set and have no say here
};

// errc::invalid_input names the setting to change.
result<model_place> read_model_place(const settings& values);

class model_access {
public:
    // Null when no model is configured. `log` outlives it. errc::invalid_input names the setting to change.
    static result<std::unique_ptr<model_access>> from(const settings& values, const std::string& certificates,
                                                      log_sink& log);

    // In order of preference; their credentials are ours, so they do not outlive us.
    const std::vector<openai::endpoint>& endpoints() const { return endpoints_; }

    // Gets the first token before anybody waits for it. The log says what came of it.
    asio::awaitable<void> warm_up();

    // Ends the fetches under way: before their loops stop.
    void stop();

private:
    model_access(const settings& values, const std::string& certificates);

    identity::system_host machine_;
    std::unique_ptr<identity::token_cache> login_;
    std::shared_ptr<identity::bearer_tokens> tokens_;
    std::vector<openai::endpoint> endpoints_;
};

}  // namespace parley::cli
