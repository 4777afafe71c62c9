#include "cli/model_access.hpp"

#include "cli/fallback_places.hpp"
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

openai::endpoint named(openai::endpoint where, const std::string& name)
{
    where.deployment = name;
    where.busy = std::make_shared<openai::busy_sign>();  // what one loop is told, all heed
    return where;
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
    const bool is_model_named = !values.text("model").empty() || !values.text("embedding-model").empty();
    const bool is_reranker_named = !values.text("rerank-model").empty();
    if (!is_model_named && !values.text("azure-openai-endpoint").empty())
        log.write(log_level::warning, "no_model",
                  {{"hint",
                    "AZURE_OPENAI_ENDPOINT is set, but answers are extracts: name the deployment "
                    "with --model"}});
    if (!is_model_named && !is_reranker_named) return std::unique_ptr<model_access>();

    const auto ranked_at = is_reranker_named ? read_rerank_place(values) : rerank_place();
    if (!ranked_at) return ranked_at.error();
    const bool has_own_place = !ranked_at->base_url.empty();
    std::unique_ptr<model_access> made(new model_access(values, certificates));
    if (is_model_named || !has_own_place)
        if (auto opened = made->open_models(values, log); !opened) return opened.error();
    if (has_own_place)
        if (auto opened = made->open_reranker(values, *ranked_at, log); !opened) return opened.error();
    return made;
}

result<void> model_access::open_models(const settings& values, log_sink& log)
{
    const auto first = read_model_place(values);
    if (!first) return first.error();
    for (const auto& name : first->ignored)
        log.write(log_level::info, "setting_ignored",
                  {{"name", name}, {"hint", "it is not meant for the host that the model is asked at"}});
    const auto where = open_place(*first, values, log);
    if (!where) return where.error();
    if (!first->model.empty())
        if (auto opened = open_writers(*first, *where, values, log); !opened) return opened.error();
    if (const auto name = values.text("embedding-model"); !name.empty())
        embedding_endpoint_ = named(*where, name);
    if (const auto name = values.text("rerank-model"); !name.empty()) rerank_endpoint_ = named(*where, name);
    return {};
}

result<void> model_access::open_writers(const model_place& first, const openai::endpoint& where,
                                        const settings& values, log_sink& log)
{
    const auto fallbacks = read_fallback_places(first, values);
    if (!fallbacks) return fallbacks.error();
    endpoints_.push_back(named(where, first.model));
    for (const auto& place : *fallbacks) {
        if (has_login_of(first, place)) {
            endpoints_.push_back(named(where, place.model));
            continue;
        }
        const auto elsewhere = open_place(place, values, log);
        if (!elsewhere) return elsewhere.error();
        endpoints_.push_back(named(*elsewhere, place.model));
    }
    return {};
}

result<openai::endpoint> model_access::open_place(const model_place& place, const settings& values,
                                                  log_sink& log)
{
    openai::endpoint where{.base_url = place.base_url,
                           .api = place.api,
                           .style = place.style,
                           .names = place.names,
                           .log = &log,
                           .token_scope = place.scope};
    if (!place.api_version.empty()) where.api_version = place.api_version;
    if (!place.key_variable.empty()) {
        say_key(place, log);
        where.credentials = place.key;
    } else if (!place.scope.empty()) {
        auto login = log_in(place.scope, values, log);
        if (!login) return login.error();
        where.credentials = *std::move(login);
    }
    return where;
}

result<void> model_access::open_reranker(const settings& values, const rerank_place& place, log_sink& log)
{
    openai::endpoint where{.base_url = place.base_url,
                           .deployment = values.text("rerank-model"),
                           .names = {"PARLEY_RERANK_URL", "PARLEY_RERANK_KEY"},
                           .busy = std::make_shared<openai::busy_sign>(),
                           .token_scope = place.scope};
    if (!place.key.empty()) {
        where.credentials = place.key;
    } else if (!place.scope.empty()) {
        auto login = log_in(place.scope, values, log);
        if (!login) return login.error();
        where.credentials = *std::move(login);
    }
    rerank_endpoint_ = std::move(where);
    return {};
}

result<openai::credential> model_access::log_in(const std::string& scope, const settings& values,
                                                log_sink& log)
{
    if (!login_) {
        identity::default_chain_options options;
        options.process_timeout = std::chrono::seconds(values.number("process-timeout-seconds"));
        auto login = identity::log_in(machine_, log, options);
        if (!login) return login.error();
        login_ = std::move(*login);
    }
    tokens_.push_back(login_->tokens_for({.scopes = {scope}}));
    log.write(log_level::info, "model_login", {{"with", "token"}, {"scope", scope}});
    return openai::credential(tokens_.back().get());
}

asio::awaitable<void> model_access::warm_up()
{
    // Without a token the first question says what is wrong; the cache has logged it by then.
    for (const auto& tokens : tokens_) co_await tokens->get(deadline_after(warm_up_max));
}

void model_access::stop()
{
    if (login_) login_->stop();
}

}  // namespace parley::cli
