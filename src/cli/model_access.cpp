#include "cli/model_access.hpp"

#include "base/ascii.hpp"
#include "http/proxy.hpp"
#include "http/url.hpp"
#include "openai/address.hpp"

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

bool is_azure(host_style style)
{
    return style == host_style::azure_v1 || style == host_style::azure_legacy;
}

// One setting says where the model is; `names` is how a person can say it.
struct address_setting {
    std::string url;
    std::string_view names;
    bool is_of_azure;
};

address_setting read_address(const settings& values)
{
    auto azure = values.text("azure-openai-endpoint");
    if (!azure.empty()) return {std::move(azure), "--azure-openai-endpoint (AZURE_OPENAI_ENDPOINT)", true};
    auto base = values.text("openai-base-url");
    const bool is_of_azure = openai::usual_style_of(base) == host_style::azure_v1;
    return {std::move(base), "--openai-base-url (OPENAI_BASE_URL)", is_of_azure};
}

// What people paste from the portal is the address of one route.
result<void> check_address(const address_setting& address)
{
    const std::string name(address.names);
    if (const auto url = http::parse_url(address.url); !url)
        return error{errc::invalid_input, name + " is " + url.error().detail};
    const auto path = std::string_view(address.url).substr(0, address.url.find('?'));
    for (const std::string_view route : {"/chat/completions", "/completions", "/responses", "/embeddings"})
        if (path.ends_with(route))
            return error{errc::invalid_input,
                         name + " names one route: leave out " + std::string(route) + " and what follows"};
    return {};
}

void take_key(model_place& place, const settings& values)
{
    const bool is_azure_set = !values.text("azure-openai-endpoint").empty();
    struct key_setting {
        const char* name;
        const char* variable;
        bool is_for_this_host;
    };
    for (const auto& each : {key_setting{"azure-openai-key", "AZURE_OPENAI_KEY", is_azure(place.style)},
                             key_setting{"openai-api-key", "OPENAI_API_KEY", !is_azure_set}}) {
        secret key = values.hidden(each.name);
        if (key.empty()) continue;
        if (!each.is_for_this_host || !place.key_variable.empty()) {
            place.ignored.emplace_back(each.variable);
            continue;
        }
        place.key_variable = each.variable;
        place.key = std::move(key);
    }
}

// Tokens of Azure's go to Azure's own names and to this machine, and elsewhere only by --token-scope.
result<void> take_scope(model_place& place, const settings& values, const address_setting& address)
{
    place.scope = values.text("token-scope");
    const bool is_known = openai::usual_style_of(address.url) == host_style::azure_v1 ||
                          http::is_own_machine(http::parse_url(address.url)->where.host);
    if (place.scope.empty() && is_azure(place.style) && is_known)
        place.scope = openai::usual_scope_of(address.url);
    if (!place.key_variable.empty()) return {};
    const std::string name(address.names);
    if (place.scope.empty() && is_azure(place.style))
        return error{errc::invalid_input, name +
                                              " is no address of Azure's: to send tokens there, name their "
                                              "scope with --token-scope"};
    if (!place.scope.empty() && !openai::may_carry_token(address.url))
        return error{
            errc::invalid_input,
            name + " must begin with https://: a token is sent over nothing else, but to this machine"};
    return {};
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
    const auto address = read_address(values);
    if (const auto fine = check_address(address); !fine) return fine.error();
    model_place place;
    place.base_url = address.url;
    place.api_version = values.text("azure-openai-api-version");
    place.style = openai::usual_style_of(place.base_url);
    if (address.is_of_azure)
        place.style = place.api_version.empty() ? host_style::azure_v1 : host_style::azure_legacy;
    if (!address.is_of_azure && !std::exchange(place.api_version, {}).empty())
        place.ignored.emplace_back("AZURE_OPENAI_API_VERSION");
    const std::string api = values.text("openai-api");
    if (api != "chat" && api != "responses")
        return error{errc::invalid_input, "--openai-api takes chat or responses"};
    if (api == "responses") place.api = openai::chat_api::responses;
    take_key(place, values);
    if (const auto fine = take_scope(place, values, address); !fine) return fine.error();
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
    for (const auto& name : place->ignored)
        log.write(log_level::info, "setting_ignored",
                  {{"name", name}, {"hint", "it is not meant for the host that the model is asked at"}});
    std::unique_ptr<model_access> made(new model_access(values, certificates));
    openai::endpoint where{.base_url = place->base_url, .api = place->api, .style = place->style};
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
