// How we get in where the model is: with the key of its place, or logged in by the default chain. Made once,
// shared by all loops.
#pragma once

#include "cli/rerank_place.hpp"
#include "identity/login.hpp"
#include "identity/system_host.hpp"

namespace parley::cli {

http::proxy_settings proxies_of(const settings& values);

class model_access {
public:
    // Null when no model of any kind is configured. `log` outlives it. errc::invalid_input names the
    // setting to change.
    static result<std::unique_ptr<model_access>> from(const settings& values, const std::string& certificates,
                                                      log_sink& log);

    // Who writes answers, in order of preference; none: extracts. Credentials are ours: what is connected
    // with them does not outlive us.
    const std::vector<openai::endpoint>& endpoints() const { return endpoints_; }

    // Who makes vectors; nothing: nobody.
    const std::optional<openai::endpoint>& embedding_endpoint() const { return embedding_endpoint_; }

    // Who ranks passages again; nothing: nobody.
    const std::optional<openai::endpoint>& rerank_endpoint() const { return rerank_endpoint_; }

    // Gets the first token before anybody waits for it. The log says what came of it.
    asio::awaitable<void> warm_up();

    // Ends the fetches under way: before their loops stop.
    void stop();

private:
    model_access(const settings& values, const std::string& certificates);

    result<void> open_models(const settings& values, log_sink& log);
    result<void> open_writers(const model_place& first, const openai::endpoint& where, const settings& values,
                              log_sink& log);
    result<openai::endpoint> open_place(const model_place& place, const settings& values, log_sink& log);
    result<void> open_reranker(const settings& values, const rerank_place& place, log_sink& log);
    result<openai::credential> log_in(const std::string& scope, const settings& values, log_sink& log);

    identity::system_host machine_;
    std::unique_ptr<identity::token_cache> login_;
    std::vector<std::shared_ptr<identity::bearer_tokens>> tokens_;  // one for each scope
    std::vector<openai::endpoint> endpoints_;
    std::optional<openai::endpoint> embedding_endpoint_;
    std::optional<openai::endpoint> rerank_endpoint_;
};

}  // namespace parley::cli
