#include "mock/control/control_answers.hpp"
#include "mock/control/control_parts.hpp"
#include "mock/fixtures/member_reader.hpp"
#include "mock/identity/given_token.hpp"
#include "mock/identity/login_names.hpp"
#include "mock/identity/login_reader.hpp"

#include <boost/json/array.hpp>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::string_view any_header = "any-value-of-the-mock";

// What the environment of a client says for each kind of login, to be copied.
json::object environments(const mock_state& with, const http::request& from)
{
    const std::string host(from.headers.find("Host").value_or("localhost"));
    const auto plain = base_url_of(with.login, from).starts_with("https") ? std::string() : "http://" + host;
    const auto& header = with.login.settings.header;
    const std::string shown(header.empty() ? any_header : "***");
    const auto metadata = plain + "/metadata/identity/oauth2/token";
    json::object made;
    if (with.login.tls_port != 0)
        made["entra"] = json::object{{"AZURE_AUTHORITY_HOST", "https://" + host.substr(0, host.rfind(':')) +
                                                                  ":" + std::to_string(with.login.tls_port)},
                                     {"AZURE_TENANT_ID", home_tenant(with.login.settings)}};
    if (plain.empty()) return made;  // asked over TLS: where the other port is, we cannot tell
    made["app_service"] =
        json::object{{"IDENTITY_ENDPOINT", plain + "/msi/token"}, {"IDENTITY_HEADER", shown}};
    made["azure_ml"] = json::object{{"MSI_ENDPOINT", plain + "/msi/token"}, {"MSI_SECRET", shown}};
    made["cloud_shell"] = json::object{{"MSI_ENDPOINT", plain + "/msi/token"}};
    made["imds"] = json::object{{"AZURE_POD_IDENTITY_AUTHORITY_HOST", plain}};
    made["arc"] = json::object{{"IDENTITY_ENDPOINT", metadata}, {"IMDS_ENDPOINT", plain}};
    return made;
}

}  // namespace

http::response show_logins(mock_state& with, const http::request& from)
{
    json::object asked;
    for (const auto& [name, source] : login_source_names)
        asked[name] = with.login.asked[static_cast<std::size_t>(source)];
    const auto& settings = with.login.settings;
    const bool is_required = settings.demands.need == token_demands::tokens::required;
    return control_answer(json::object{{"tenant", settings.tenant},
                                       {"issuer", issuer_of(settings, home_tenant(settings))},
                                       {"token_required", is_required},
                                       {"faults", settings.faults.size()},
                                       {"asked", std::move(asked)},
                                       {"environment", environments(with, from)}});
}

http::response set_logins(mock_state& with, const http::request& from)
{
    auto read = read_logins(from.body, "body", with.settings.logins);
    if (!read.mistakes.empty()) return control_mistakes(read.mistakes);
    if (with.passes_everything_on() && read.settings.demands.need == token_demands::tokens::required)
        return control_idle();
    with.problems.note(with.login.never_failed());
    with.login.change(std::move(read.settings));
    return show_logins(with, from);
}

http::response rotate_keys(mock_state& with, const http::request& from)
{
    const auto parsed = parse_document(from.body.empty() ? "{}" : from.body, "body");
    if (!parsed.mistakes.empty()) return control_mistakes(parsed.mistakes);
    mistakes wrong("body");
    member_reader members(parsed.root, "a rotation", {"drop_old"}, wrong);
    const bool drops = members.truth("drop_old").value_or(false);
    if (wrong.size() > 0) return control_mistakes(wrong.take());
    with.login.keys.rotate(drops ? signing_keys::before::dropped : signing_keys::before::kept);
    return control_answer(with.login.keys.to_key_set());
}

}  // namespace parley::mock
