#include "cli/model_access.hpp"

#include "base/ascii.hpp"
#include "http/url.hpp"

namespace parley::cli {
namespace {

using openai::host_style;

constexpr std::chrono::seconds warm_up_max{60};

// "a, b" as its names, without blanks.
std::vector<std::string> names_in(std::string_view list)
{
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const auto name = ascii::trimmed(list.substr(0, comma));
        if (!name.empty()) names.emplace_back(name);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return names;
}

host_style style_of(const settings& values, std::string_view base_url)
{
    if (!values.text("azure-openai-api-version").empty()) return host_style::azure_legacy;
    if (!values.text("azure-openai-endpoint").empty()) return host_style::azure_v1;
    return openai::usual_style_of(base_url);
}

bool is_azure(host_style style)
{
    return style == host_style::azure_v1 || style == host_style::azure_legacy;
}

void take_key(model_place& place, const settings& values)
{
    for (const auto& [setting, variable] :
         {std::pair{"azure-openai-key", "AZURE_OPENAI_KEY"}, {"openai-api-key", "OPENAI_API_KEY"}}) {
        const bool meant_for_it = std::string_view(variable) == "OPENAI_API_KEY" || is_azure(place.style);
        place.key = values.hidden(setting);
        if (!meant_for_it || place.key.empty()) continue;
        place.key_variable = variable;
        return;
    }
    place.key = {};
}

void say_key(const model_place& place, log_sink& log)
{
    if (place.style == host_style::compatible) {
        log.write(log_level::info, "model_login", {{"with", "key"}, {"from", place.key_variable}});
        return;
    }
    log.write(log_level::warning, "model_login",
              {{"with", "key"},
               {"from", place.key_variable},
               {"hint", is_azure(place.style)
                            ? "keys leak: unset it, and parley doctor keyless says what a login needs"
                            : "keys leak: with AZURE_OPENAI_ENDPOINT in its place no key is needed"}});
}

}  // namespace

http::proxy_settings proxies_of(const settings& values)
{
    return {values.hidden("http-proxy").reveal(), values.hidden("https-proxy").reveal(),
            values.text("no-proxy")};
}

result<model_place> read_model_place(const settings& values)
{
    model_place place;
    const std::string azure = values.text("azure-openai-endpoint");
    const std::string_view setting = azure.empty() ? "OPENAI_BASE_URL" : "AZURE_OPENAI_ENDPOINT";
    place.base_url = azure.empty() ? values.text("openai-base-url") : azure;
    if (const auto url = http::parse_url(place.base_url); !url)
        return error{errc::invalid_input, std::string(setting) + " is no address: " + url.error().detail};
    place.style = style_of(values, place.base_url);
    place.api_version = values.text("azure-openai-api-version");
    const std::string api = values.text("openai-api");
    if (api != "chat" && api != "responses")
        return error{errc::invalid_input, "--openai-api takes chat or responses"};
    if (api == "responses") place.api = openai::chat_api::responses;
    take_key(place, values);
    place.scope = values.text("token-scope");
    if (place.scope.empty() && is_azure(place.style)) place.scope = openai::usual_scope_of(place.base_url);
    place.models = names_in(values.text("fallback-models"));
    place.models.insert(place.models.begin(), values.text("model"));
    return place;
}

model_access::model_access(const settings& values, const std::string& certificates)
    : machine_(proxies_of(values), http::tls_settings{certificates})
{
}

result<std::unique_ptr<model_access>> model_access::from(const settings& values,
                                                         const std::string& certificates, log_sink& log)
{
    if (values.text("model").empty()) return std::unique_ptr<model_access>();
    const auto place = read_model_place(values);
    if (!place) return place.error();
    std::unique_ptr<model_access> made(new model_access(values, certificates));
    openai::endpoint where{.base_url = place->base_url, .api = place->api, .style = place->style};
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
    for (const auto& name : place->models) {
        where.deployment = name;
        where.busy = std::make_shared<openai::busy_sign>();  // what one loop is told, all heed
        made->endpoints_.push_back(where);
    }
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
