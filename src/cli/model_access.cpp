#include "cli/model_access.hpp"

#include "http/proxy.hpp"
#include "openai/address.hpp"

namespace parley::cli {
namespace {

using openai::host_style;

constexpr std::chrono::seconds warm_up_max{60};

// What a person had better change about a key; empty when it is where it should be.
std::string_view advice_on_key(const model_place& place)
{
    if (!openai::may_carry_login(place.base_url))
        return "the key goes over the network in the clear: let OPENAI_BASE_URL begin with https://";
    if (is_azure(place.style))
        return "keys leak: unset it, and parley doctor keyless says what a login needs";
    if (place.style == host_style::openai)
        return "keys leak: with AZURE_OPENAI_ENDPOINT in its place no key is needed";
    return {};
}

void say_key(const model_place& place, log_sink& log)
{
    const auto advice = advice_on_key(place);
    if (advice.empty())
        log.write(log_level::info, "model_login", {{"with", "key"}, {"from", place.key_variable}});
    else
        log.write(log_level::warning, "model_login",
                  {{"with", "key"}, {"from", place.key_variable}, {"hint", advice}});
}

}  // namespace

http::proxy_settings proxies_of(const settings& values)
{
    return {values.hidden("http-proxy").reveal(), values.hidden("https-proxy").reveal(),
            values.text("no-proxy")};
}

model_access::model_access(const settings& values, const std::string& certificates)
    : machine_(proxies_of(values), http::tls_settings{certificates})
{
}

result<std::unique_ptr<model_access>> model_access::from(const settings& values,
                                                         const std::string& certificates, log_sink& log)
{
    const auto embedding_model = values.text("embedding-model");
    if (values.text("model").empty() && embedding_model.empty()) {
        if (!values.text("azure-openai-endpoint").empty())
            log.write(log_level::warning, "no_model",
                      {{"hint",
                        "AZURE_OPENAI_ENDPOINT is set, but answers are extracts: name the deployment "
                        "with --model"}});
        return std::unique_ptr<model_access>();
    }
    const auto place = read_model_place(values);
    if (!place) return place.error();
    for (const auto& name : place->ignored)
        log.write(log_level::info, "setting_ignored",
                  {{"name", name}, {"hint", "it is not meant for the host that the model is asked at"}});
    std::unique_ptr<model_access> made(new model_access(values, certificates));
    openai::endpoint where{
        .base_url = place->base_url, .api = place->api, .style = place->style, .token_scope = place->scope};
    if (!values.text("azure-openai-endpoint").empty())
        where.names = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY"};
    if (!place->key_variable.empty()) where.names.key = place->key_variable;
    if (!place->api_version.empty()) where.api_version = place->api_version;
    if (!place->key_variable.empty()) {
        say_key(*place, log);
        where.credentials = place->key;
    } else if (!place->scope.empty()) {
        identity::default_chain_options options;
        options.process_timeout = std::chrono::seconds(values.number("process-timeout-seconds"));
        auto login = identity::log_in(made->machine_, log, options);
        if (!login) return login.error();
        made->login_ = std::move(*login);
        made->tokens_ = made->login_->tokens_for({.scopes = {place->scope}});
        where.credentials = made->tokens_.get();
        log.write(log_level::info, "model_login", {{"with", "token"}, {"scope", place->scope}});
    }
    const auto endpoint_of = [&where](const std::string& name) {
        where.deployment = name;
        where.busy = std::make_shared<openai::busy_sign>();  // what one loop is told, all heed
        return where;
    };
    if (!place->models.front().empty())
        for (const auto& name : place->models) made->endpoints_.push_back(endpoint_of(name));
    if (!embedding_model.empty()) made->embedding_endpoint_ = endpoint_of(embedding_model);
    return made;
}

asio::awaitable<void> model_access::warm_up()
{
    // Without a token the first question says what is wrong; the cache has logged it by then.
    if (tokens_) co_await tokens_->get(deadline_after(warm_up_max));
}

void model_access::stop()
{
    if (login_) login_->stop();
}

}  // namespace parley::cli
