#include "identity/token_proxy.hpp"

#include "base/ascii.hpp"
#include "http/status.hpp"
#include "identity/detail/redacted.hpp"
#include "identity/same_secret.hpp"
#include "identity/scope.hpp"
#include "identity/url_encoded.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace parley::identity {
namespace {

using query_list = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view api_version = "2019-08-01";
constexpr std::size_t header_value_bytes = 32;
constexpr std::array<std::string_view, 5> selectors = {"client_id", "principal_id", "object_id", "mi_res_id",
                                                       "msi_res_id"};

http::response json_response(unsigned status, const boost::json::object& body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            .body = boost::json::serialize(body)};
}

// What a browser adds to a request that a page made, or a gateway to one that it passes on.
bool comes_from_elsewhere(const http::fields& headers)
{
    constexpr std::string_view browser_prefix = "Sec-Fetch-";
    return std::ranges::any_of(headers, [&](const auto& field) {
        const std::string_view name = field.first;
        return ascii::equals_without_case(name, "Origin") ||
               ascii::equals_without_case(name, "X-Forwarded-For") ||
               ascii::equals_without_case(name.substr(0, browser_prefix.size()), browser_prefix);
    });
}

// Exactly one Host field with a name of ours, with our port or none: a page that had its own name resolved to
// this computer says that name.
bool is_meant_for(const token_proxy_options& us, const http::fields& headers)
{
    const auto is_host = [](const auto& field) { return ascii::equals_without_case(field.first, "Host"); };
    if (std::ranges::count_if(headers, is_host) != 1) return false;
    std::string_view host = *headers.find("Host");
    const auto port = ":" + std::to_string(us.port);
    if (host.ends_with(port)) host.remove_suffix(port.size());
    const bool is_v6 = us.address.find(':') != std::string::npos;
    const std::string bound = is_v6 ? "[" + us.address + "]" : us.address;
    return ascii::equals_without_case(host, "host.docker.internal") ||
           ascii::equals_without_case(host, "localhost") || ascii::equals_without_case(host, bound);
}

bool has_credentials(const token_proxy_options& us, const http::fields& headers)
{
    const auto given = headers.find("X-IDENTITY-HEADER");
    return given && is_same(us.header_value, *given);
}

std::optional<query_list> read_query(std::string_view text)
{
    query_list list;
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = url_decoded(pair.substr(0, equals));
        auto value = url_decoded(pair.substr(std::min(pair.size(), equals + 1)));
        if (!name || !value) return std::nullopt;
        list.emplace_back(std::move(*name), std::move(*value));
    }
    return list;
}

// Nothing when it is missing, or there twice: then two readers could see two values.
std::optional<std::string> only_value(const query_list& query, std::string_view name)
{
    const auto is_it = [&](const auto& pair) { return pair.first == name; };
    if (std::ranges::count_if(query, is_it) != 1) return std::nullopt;
    return std::ranges::find_if(query, is_it)->second;
}

std::string_view without_slash(std::string_view resource)
{
    if (resource.ends_with('/')) resource.remove_suffix(1);
    return resource;
}

bool is_allowed(const token_proxy_options& us, std::string_view resource)
{
    return std::ranges::any_of(
        us.resources, [&](const auto& allowed) { return without_slash(allowed) == without_slash(resource); });
}

// What is wrong before the query is looked at; no message tells a stranger more than that.
std::optional<http::response> refuse_caller(const token_proxy_options& us, const http::request& asked)
{
    if (comes_from_elsewhere(asked.headers))
        return token_proxy_refusal(403, "requests of browsers and through gateways are not answered");
    if (!is_meant_for(us, asked.headers))
        return token_proxy_refusal(403, "call this endpoint as host.docker.internal or localhost");
    if (asked.path != token_proxy_path) return token_proxy_refusal(404, "there is nothing at this path");
    if (asked.method != "GET") {
        auto refused = token_proxy_refusal(405, "only GET is answered");
        refused.headers.set("Allow", "GET");
        return refused;
    }
    if (!has_credentials(us, asked.headers))
        return token_proxy_refusal(401, "X-IDENTITY-HEADER is missing or not the value printed at the start");
    if (!asked.body.empty()) return token_proxy_refusal(400, "a request for a token has no body");
    return std::nullopt;
}

std::string epoch_seconds(wall_time at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

// Refused logins are 400: the SDKs try 500 and 503 again, and each try would start a slow tool.
unsigned status_of(errc code)
{
    return code == errc::credential_unavailable || code == errc::authentication_failed
               ? 400
               : http::status_of(code);
}

}  // namespace

asio::awaitable<http::response> token_proxy::answer(http::request asked)
{
    if (auto refused = refuse_caller(options_, asked)) co_return std::move(*refused);
    const auto query = read_query(asked.query);
    if (!query) co_return token_proxy_refusal(400, "the query cannot be read");
    if (only_value(*query, "api-version") != api_version)
        co_return token_proxy_refusal(400, "api-version has to be " + std::string(api_version));
    const auto resource = only_value(*query, "resource");
    if (!resource || !is_allowed(options_, *resource))
        co_return token_proxy_refusal(400, "resource is missing or not on the list of allowed resources");
    warn_about_selectors(*query);

    token_request request;
    request.scopes.push_back(scope_of(*resource));
    const auto token = co_await tokens_.get_token(std::move(request), asked.until);
    if (!token) {
        log_.write(log_level::warning, "no_token",
                   {{"resource", *resource}, {"reason", redacted(token.error().detail)}});
        co_return token_proxy_refusal(status_of(token.error().code), redacted(token.error().detail));
    }
    log_.write(log_level::info, "token",
               {{"resource", *resource}, {"expires_on", epoch_seconds(token->expires_on)}});
    const boost::json::object body = {{"access_token", token->text.reveal()},
                                      {"expires_on", epoch_seconds(token->expires_on)},
                                      {"resource", *resource},
                                      {"token_type", "Bearer"}};
    co_return json_response(200, body);
}

// An environment of production works unchanged; but whose token it is, the login outside decides.
void token_proxy::warn_about_selectors(const query_list& query)
{
    for (const auto& [name, value] : query) {
        if (std::ranges::find(selectors, name) == selectors.end() || has_warned_.exchange(true)) continue;
        log_.write(log_level::warning, "selector_ignored",
                   {{"name", name}, {"hint", "tokens are those of the login on this computer"}});
    }
}

http::response token_proxy_refusal(unsigned status, std::string_view message)
{
    return json_response(status, {{"statusCode", status}, {"message", message}});
}

secret make_token_proxy_header(const host& machine)
{
    std::array<std::byte, header_value_bytes> random{};
    machine.fill_random(random);
    std::string text;
    for (const auto byte : random) ascii::append_hex(text, std::to_integer<unsigned char>(byte));
    return secret(std::move(text));
}

}  // namespace parley::identity
