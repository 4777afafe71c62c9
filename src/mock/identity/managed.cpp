#include "mock/identity/managed.hpp"

#include "base/ascii.hpp"
#include "http/query_value.hpp"
#include "identity/same_secret.hpp"
#include "mock/identity/given_token.hpp"
#include "mock/identity/managed_selector.hpp"

#include <boost/json/serialize.hpp>
#include <openssl/rand.h>

#include <algorithm>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

constexpr auto usual_life = 24h;
constexpr std::string_view arc_folder = "/var/opt/azcmagent/tokens";
constexpr std::size_t arc_key_bytes = 16;

http::response as_json(unsigned status, const boost::json::object& body)
{
    return {status, {{"Content-Type", "application/json; charset=utf-8"}}, boost::json::serialize(body)};
}

http::response problem(const login_call& call, unsigned status, std::string_view code,
                       std::string_view message)
{
    return managed_problem(call.at, status, code, message);
}

bool has_metadata_header(const login_call& call)
{
    return ascii::equals_without_case(call.from.headers.find("Metadata").value_or(""), "true");
}

bool is_right_secret(const login_state& with, std::optional<std::string_view> given)
{
    if (!given || given->empty()) return false;
    const auto& wanted = with.settings.header;
    return wanted.reveal().empty() || parley::identity::is_same(wanted, *given);
}

void add_expiry(boost::json::object& to, const login_state& with, login_source at, const given_token& token)
{
    auto form = with.settings.tokens.expires_on;
    if (form == expiry_form::missing) return;
    if (form == expiry_form::usual) form = expiry_form::text;
    if (form == expiry_form::number)
        to["expires_on"] = token.ends.time_since_epoch().count();
    else
        to["expires_on"] = expiry_text(token.ends, form);
    const bool tells_life =
        at == login_source::imds || at == login_source::arc || at == login_source::cloud_shell;
    if (!tells_life) return;
    to["expires_in"] = std::to_string(token.left.count());
    to["ext_expires_in"] = std::to_string(token.left.count());
    to["not_before"] = std::to_string(token.begins.time_since_epoch().count());
    to["refresh_token"] = "";
}

http::response give(const login_state& with, const login_call& call, const std::string& resource)
{
    if (resource.empty()) return problem(call, 400, "invalid_request", "The parameter resource is missing.");
    const auto& known = with.settings.resources;
    if (!known.empty() && std::ranges::find(known, resource) == known.end()) {
        const bool is_app_service = call.at == login_source::app_service;  // says so with 500
        return problem(call, is_app_service ? 500 : 400, "invalid_resource",
                       "AADSTS500011: the resource principal named " + resource + " was not found.");
    }
    const auto chosen = find_identity(with, call);
    if (const auto* wrong = std::get_if<selector_problem>(&chosen))
        return problem(call, 400, wrong->code, wrong->message);
    const auto& who = std::get<machine_identity>(chosen);
    const token_subject to{who.client_id, who.object_id, home_tenant(with.settings), who.resource_id};
    const auto token = give_token(with, call, to, resource, usual_life);
    boost::json::object body{{"client_id", who.client_id}, {"resource", resource}, {"token_type", "Bearer"}};
    if (!token.text.empty()) body["access_token"] = token.text;
    add_expiry(body, with, call.at, token);
    if (const auto refresh = with.settings.tokens.refresh_in)
        body["refresh_in"] = std::to_string(refresh->count());
    return as_json(200, body);
}

std::string query_of(const login_call& call, std::string_view name)
{
    return http::query_value(call.from.query, name).value_or("");
}

// A request without the header is also how clients find out whether anybody is here.
std::optional<http::response> refuse_metadata(const login_call& call)
{
    if (call.from.headers.find("X-Forwarded-For"))
        return problem(call, 400, "bad_request_101", "Requests that were forwarded are not answered.");
    if (!has_metadata_header(call))
        return problem(call, 400, "bad_request_102", "Required metadata header not specified");
    if (query_of(call, "api-version").empty())
        return problem(call, 400, "invalid_request", "The parameter api-version is missing.");
    return std::nullopt;
}

std::string random_hex(std::size_t bytes)
{
    std::string raw(bytes, '\0');
    RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes));
    std::string made;
    for (const char c : raw) ascii::append_hex(made, static_cast<unsigned char>(c));
    return made;
}

// Whoever can read the file may have a token. It is written for every challenge: a test may have removed it.
http::response challenge(login_state& with, const login_call& call)
{
    if (with.arc_key.empty()) with.arc_key = random_hex(arc_key_bytes);
    const auto path = std::string(arc_folder) + "/" + uuid_of(with.arc_key) + ".key";
    const auto written = with.write_key ? with.write_key(path, with.arc_key)
                                        : result<void>(error{errc::unsupported, "nobody writes key files"});
    if (!written)
        return problem(call, 500, "internal_error",
                       "The mock cannot write the key of Azure Arc's challenge: " + written.error().detail);
    auto answer = problem(call, 401, "unauthorized", "The key in the file is wanted.");
    answer.headers.set("WWW-Authenticate", "Basic realm=" + path);
    return answer;
}

http::response answer_arc(login_state& with, const login_call& call)
{
    if (auto refused = refuse_metadata(call)) return std::move(*refused);
    const auto given = call.from.headers.find("Authorization");
    if (!given) return challenge(with, call);
    if (with.arc_key.empty() || *given != "Basic " + with.arc_key)
        return problem(call, 401, "unauthorized", "This is not the key in the file.");
    return give(with, call, query_of(call, "resource"));
}

}  // namespace

http::response managed_problem(login_source at, unsigned status, std::string_view code,
                               std::string_view message)
{
    if (at == login_source::app_service)
        return as_json(status, {{"statusCode", status}, {"message", message}});
    if (at == login_source::imds || at == login_source::arc)
        return as_json(status, {{"error", code}, {"error_description", message}});
    return as_json(status, {{"error", boost::json::object{{"code", code}, {"message", message}}}});
}

http::response answer_managed(login_state& with, const login_call& call)
{
    const auto& headers = call.from.headers;
    const bool is_shell = call.at == login_source::cloud_shell;
    if (!is_shell && call.from.method != "GET")
        return problem(call, 405, "method_not_allowed", "Only GET is answered.");
    switch (call.at) {
        case login_source::arc:
            return answer_arc(with, call);
        case login_source::imds:
            if (auto refused = refuse_metadata(call)) return std::move(*refused);
            return give(with, call, query_of(call, "resource"));
        case login_source::app_service:
            if (!is_right_secret(with, headers.find("X-IDENTITY-HEADER")))
                return problem(call, 401, "unauthorized",
                               "X-IDENTITY-HEADER is missing or not the right one.");
            if (query_of(call, "api-version") != "2019-08-01")
                return problem(call, 400, "invalid_request", "The api-version is not supported.");
            return give(with, call, query_of(call, "resource"));
        case login_source::azure_ml:
            if (!is_right_secret(with, headers.find("secret")))
                return problem(call, 401, "unauthorized", "The secret is missing or not the right one.");
            return give(with, call, query_of(call, "resource"));
        case login_source::cloud_shell:
            if (!has_metadata_header(call))
                return problem(call, 400, "bad_request_102", "Required metadata header not specified");
            return give(with, call, http::query_value(call.from.body, "resource").value_or(""));
        case login_source::entra:
        case login_source::discovery:
        case login_source::authorize:
        case login_source::device_code:
            break;
    }
    return problem(call, 404, "not_found", "There is nothing at this path.");
}

}  // namespace parley::mock
