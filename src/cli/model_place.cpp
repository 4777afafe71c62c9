#include "cli/model_place.hpp"

#include "http/proxy.hpp"
#include "http/url.hpp"
#include "openai/address.hpp"

namespace parley::cli {
namespace {

using openai::host_style;

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
    const std::string name(address.names);
    const bool has_key = !place.key_variable.empty();
    if (!has_key && place.scope.empty() && is_azure(place.style))
        return error{errc::invalid_input, name +
                                              " is no address of Azure's: to send tokens there, name their "
                                              "scope with --token-scope"};
    const bool must_be_safe = has_key ? is_azure(place.style) : !place.scope.empty();
    if (must_be_safe && !openai::may_carry_login(address.url))
        return error{errc::invalid_input,
                     name +
                         " must begin with https://: a key or token is sent over nothing "
                         "else, but to this machine"};
    return {};
}

}  // namespace

result<model_place> read_model_place(const settings& values)
{
    const auto address = read_address(values);
    const std::string name(address.names);
    if (const auto fine = check_model_address(address.url, name); !fine) return fine.error();
    if (address.is_of_azure && !http::parse_url(address.url)->user_info.empty())
        return error{errc::invalid_input,
                     name + " has a user in it, and Azure knows none: leave out what stands before @"};
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
    place.model = values.text("model");
    if (!values.text("azure-openai-endpoint").empty())
        place.names = {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY"};
    if (!place.key_variable.empty()) place.names.key = place.key_variable;
    return place;
}

bool is_azure(openai::host_style style)
{
    return style == host_style::azure_v1 || style == host_style::azure_legacy;
}

result<void> check_model_address(const std::string& url, const std::string& name)
{
    const auto read = http::parse_url(url);
    if (!read) return error{errc::invalid_input, name + " is " + read.error().detail};
    if (url.find('#') != std::string::npos)
        return error{errc::invalid_input, name + " has a fragment: leave out # and what follows"};
    const auto path = std::string_view(url).substr(0, url.find('?'));
    for (const std::string_view route :
         {"/chat/completions", "/completions", "/responses", "/embeddings", "/rerank"})
        if (path.ends_with(route))
            return error{errc::invalid_input,
                         name + " names one route: leave out " + std::string(route) + " and what follows"};
    return {};
}

}  // namespace parley::cli
