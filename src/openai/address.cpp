#include "openai/address.hpp"

#include "base/is_one_of.hpp"
#include "http/proxy.hpp"
#include "openai/azure_host.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <array>

namespace parley::openai {
namespace {

// The routes whose older form names the deployment, as the official clients have it.
constexpr std::array<std::string_view, 3> deployment_routes = {"/chat/completions", "/completions",
                                                               "/embeddings"};

struct split_url {
    std::string path;   // scheme, host and path, without trailing slashes
    std::string query;  // without '?'
};

split_url split(std::string_view base)
{
    const std::size_t mark = base.find('?');
    std::string_view path = base.substr(0, mark);
    while (path.ends_with('/')) path.remove_suffix(1);
    return {std::string(path), mark == std::string_view::npos ? "" : std::string(base.substr(mark + 1))};
}

// A resource's bare address, `https://name.openai.azure.com`, without any path.
bool is_bare(std::string_view path)
{
    const std::size_t host = path.find("://");
    return host == std::string_view::npos || path.find('/', host + 3) == std::string_view::npos;
}

std::string host_of(std::string_view base_url)
{
    const auto parsed = http::parse_url(base_url);
    return parsed ? parsed->where.host : std::string();
}

}  // namespace

std::string url_of(const endpoint& where, std::string_view route, std::string_view model)
{
    auto [path, query] = split(where.base_url);
    if (where.style == host_style::azure_v1 && is_bare(path)) path += "/openai/v1";
    if (where.style == host_style::azure_legacy) {
        const bool names_deployment = path.find("/deployments/") != std::string::npos;
        if (is_bare(path)) path += "/openai";
        if (!names_deployment && is_one_of(deployment_routes, route))
            path += "/deployments/" + path_segment(model);
        if (query.find("api-version=") == std::string::npos)
            query += (query.empty() ? "" : "&") + ("api-version=" + path_segment(where.api_version));
    }
    path += route;
    return query.empty() ? path : path + "?" + query;
}

std::string path_segment(std::string_view text)
{
    return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

std::string shown_address(std::string_view url)
{
    const auto parsed = http::parse_url(url);
    if (!parsed) return "an address that cannot be read";
    const std::string scheme = parsed->where.over == http::transport::tls ? "https://" : "http://";
    return scheme + http::host_field_of(parsed->where) + parsed->target.substr(0, parsed->target.find('?'));
}

void sign(http::fields& headers, host_style style, const secret& key)
{
    if (key.empty()) return;
    if (style == host_style::azure_legacy)
        headers.set("api-key", key.reveal());
    else
        headers.set("Authorization", "Bearer " + key.reveal());
}

result<void> may_carry_login(std::string_view url)
{
    const auto parsed = http::parse_url(url);
    if (!parsed) return parsed.error();
    // A name below `localhost` may be looked up elsewhere, so it is good enough for no proxy, but not here.
    const std::string& host = parsed->where.host;
    const bool stays_here = http::is_own_machine(host) && !host.ends_with(".localhost");
    if (parsed->where.over == http::transport::tls || stays_here) return {};
    return error{errc::invalid_input,
                 "a key or token is sent only over https, or to this machine; the endpoint's address is "
                 "neither"};
}

host_style usual_style_of(std::string_view base_url)
{
    const std::string host = host_of(base_url);
    if (host == "api.openai.com") return host_style::openai;
    return azure_host_of(host) == azure_host::none ? host_style::compatible : host_style::azure_v1;
}

std::string usual_scope_of(std::string_view base_url)
{
    const std::string host = host_of(base_url);
    const bool is_of_china = host.ends_with(".azure.cn");
    if (is_of_china) return "https://cognitiveservices.azure.cn/.default";
    if (host.ends_with(".azure.us") || host.ends_with(".microsoft.us"))
        return "https://cognitiveservices.azure.us/.default";
    const bool is_project = base_url.find("/api/projects") != std::string_view::npos;
    if (host.ends_with(".services.ai.azure.com") && is_project) return "https://ai.azure.com/.default";
    return "https://cognitiveservices.azure.com/.default";
}

}  // namespace parley::openai
