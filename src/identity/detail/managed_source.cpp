#include "identity/detail/managed_source.hpp"

#include "http/url.hpp"
#include "identity/url_encoded.hpp"

namespace parley::identity {
namespace {

constexpr auto arc_agent = "/opt/azcmagent/bin/himds";
constexpr auto arc_endpoint = "http://127.0.0.1:40342/metadata/identity/oauth2/token";
constexpr auto imds_authority = "http://169.254.169.254";
constexpr auto imds_path = "/metadata/identity/oauth2/token";
constexpr std::chrono::milliseconds connect_timeout{2'000};  // they are all next door

// What each source calls an id of each kind; empty: it takes none of that kind.
struct selector_names {
    std::string_view client_id;
    std::string_view object_id;
    std::string_view resource_id;
};

selector_names selectors_of(managed_source source)
{
    switch (source) {
        case managed_source::app_service:
            return {"client_id", "principal_id", "mi_res_id"};
        case managed_source::machine_learning:
            return {"clientid", "", ""};
        case managed_source::imds:
            return {"client_id", "object_id", "msi_res_id"};
        case managed_source::service_fabric:
        case managed_source::cloud_shell:
        case managed_source::arc:
            break;
    }
    return {};
}

std::string_view kind_name(selector_kind kind)
{
    switch (kind) {
        case selector_kind::client_id:
            return "client id";
        case selector_kind::object_id:
            return "object id";
        case selector_kind::resource_id:
            return "resource id";
    }
    return "id";
}

// `&client_id=…`, or nothing for the system-assigned identity.
result<std::string> selector_query(managed_source source, const std::optional<identity_selector>& which)
{
    if (!which) return std::string();
    const auto names = selectors_of(source);
    const auto name = which->kind == selector_kind::client_id   ? names.client_id
                      : which->kind == selector_kind::object_id ? names.object_id
                                                                : names.resource_id;
    if (name.empty())
        return error{errc::invalid_input, std::string(name_of(source)) + " does not take a " +
                                              std::string(kind_name(which->kind)) +
                                              ": leave it out (AZURE_CLIENT_ID), or choose another identity"};
    return "&" + std::string(name) + "=" + url_encoded(which->id);
}

// The endpoint a variable names, once it is a URL we can ask.
result<std::string> endpoint_in(const host& machine, const std::string& variable)
{
    auto endpoint = machine.variable(variable).value_or("");
    if (!http::parse_url(endpoint))
        return error{errc::authentication_failed, variable + " is not an http:// or https:// URL"};
    return endpoint;
}

managed_call announced(std::string endpoint, http::fields headers)
{
    managed_call made;
    made.origin = endpoint_origin::announced;
    made.call.url = std::move(endpoint);
    made.call.headers = std::move(headers);
    made.call.connect_timeout = connect_timeout;
    made.call.route = through_proxy::never;
    return made;
}

void append_query(std::string& url, std::string_view version, std::string_view resource,
                  std::string_view selector)
{
    url += url.find('?') == std::string::npos ? '?' : '&';
    url +=
        "api-version=" + std::string(version) + "&resource=" + url_encoded(resource) + std::string(selector);
}

result<managed_call> app_service_call(const host& machine, std::string_view resource,
                                      std::string_view selector)
{
    auto endpoint = endpoint_in(machine, "IDENTITY_ENDPOINT");
    if (!endpoint) return endpoint.error();
    append_query(*endpoint, "2019-08-01", resource, selector);
    return announced(std::move(*endpoint),
                     {{"X-IDENTITY-HEADER", machine.variable("IDENTITY_HEADER").value_or("")}});
}

result<managed_call> machine_learning_call(const host& machine, std::string_view resource,
                                           std::string_view selector)
{
    auto endpoint = endpoint_in(machine, "MSI_ENDPOINT");
    if (!endpoint) return endpoint.error();
    append_query(*endpoint, "2017-09-01", resource, selector);
    return announced(std::move(*endpoint), {{"secret", machine.variable("MSI_SECRET").value_or("")}});
}

result<managed_call> cloud_shell_call(const host& machine, std::string_view resource)
{
    auto endpoint = endpoint_in(machine, "MSI_ENDPOINT");
    if (!endpoint) return endpoint.error();
    auto made = announced(std::move(*endpoint),
                          {{"Metadata", "true"}, {"Content-Type", "application/x-www-form-urlencoded"}});
    made.call.method = "POST";
    made.call.body = "resource=" + url_encoded(resource);
    return made;
}

result<managed_call> arc_call(const host& machine, std::string_view resource)
{
    const bool is_announced = machine.variable("IDENTITY_ENDPOINT").has_value();
    auto endpoint = is_announced ? endpoint_in(machine, "IDENTITY_ENDPOINT") : std::string(arc_endpoint);
    if (!endpoint) return endpoint.error();
    append_query(*endpoint, "2020-06-01", resource, "");
    auto made = announced(std::move(*endpoint), {{"Metadata", "true"}});
    if (!is_announced) made.origin = endpoint_origin::assumed;
    return made;
}

result<managed_call> imds_call(const host& machine, std::string_view resource, std::string_view selector)
{
    auto made = make_imds_probe(machine);
    if (!made) return made;
    append_query(made->call.url, "2018-02-01", resource, selector);
    made->call.headers.set("Metadata", "true");
    return made;
}

}  // namespace

managed_source find_managed_source(const host& machine)
{
    const auto has = [&](const char* name) { return machine.variable(name).has_value(); };
    if (has("IDENTITY_ENDPOINT") && has("IDENTITY_HEADER"))
        return has("IDENTITY_SERVER_THUMBPRINT") ? managed_source::service_fabric
                                                 : managed_source::app_service;
    if (has("MSI_ENDPOINT"))
        return has("MSI_SECRET") ? managed_source::machine_learning : managed_source::cloud_shell;
    if (has("IDENTITY_ENDPOINT") && has("IMDS_ENDPOINT")) return managed_source::arc;
    // A program of many megabytes that we may not even be allowed to read: all that counts is that it is
    // there.
    const auto agent = machine.read_file(arc_agent, 0);
    if (agent || agent.error().code != errc::not_found) return managed_source::arc;
    return managed_source::imds;
}

std::string_view name_of(managed_source source)
{
    switch (source) {
        case managed_source::service_fabric:
            return "Service Fabric";
        case managed_source::app_service:
            return "App Service or Container Apps";
        case managed_source::machine_learning:
            return "Azure ML";
        case managed_source::cloud_shell:
            return "Cloud Shell";
        case managed_source::arc:
            return "Azure Arc";
        case managed_source::imds:
            return "IMDS";
    }
    return "managed identity";
}

result<managed_call> make_managed_call(managed_source source, const host& machine, std::string_view resource,
                                       const std::optional<identity_selector>& which)
{
    auto selected = which;
    if (source == managed_source::machine_learning && !selected)
        if (auto id = machine.variable("DEFAULT_IDENTITY_CLIENT_ID"))
            selected = identity_selector{selector_kind::client_id, *id};
    const auto selector = selector_query(source, selected);
    if (!selector) return selector.error();
    switch (source) {
        case managed_source::app_service:
            return app_service_call(machine, resource, *selector);
        case managed_source::machine_learning:
            return machine_learning_call(machine, resource, *selector);
        case managed_source::cloud_shell:
            return cloud_shell_call(machine, resource);
        case managed_source::arc:
            return arc_call(machine, resource);
        case managed_source::imds:
            return imds_call(machine, resource, *selector);
        case managed_source::service_fabric:
            break;
    }
    return error{errc::credential_unavailable,
                 "managed identity on Service Fabric is not supported: it would need normal TLS verification "
                 "switched off"};
}

result<managed_call> make_imds_probe(const host& machine)
{
    constexpr auto variable = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
    const bool is_moved = machine.variable(variable).has_value();
    auto authority = is_moved ? endpoint_in(machine, variable) : std::string(imds_authority);
    if (!authority) return authority.error();
    while (authority->ends_with('/')) authority->pop_back();
    auto made = announced(*authority + imds_path, {});
    if (!is_moved) made.origin = endpoint_origin::assumed;
    return made;
}

std::string describe(const std::optional<identity_selector>& which)
{
    if (!which) return "the system-assigned identity";
    return "the identity with the " + std::string(kind_name(which->kind)) + " " + which->id;
}

}  // namespace parley::identity
