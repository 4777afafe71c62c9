#include "identity/detail/entra_problem.hpp"

#include "identity/one_line.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace parley::identity {
namespace {

constexpr std::size_t description_bytes_max = 2048;
constexpr std::string_view number_mark = "AADSTS";

struct hint {
    long number;
    std::string_view text;
};

constexpr hint hints[] = {
    {7000215, "the client secret is wrong; often its id was given in place of its value"},
    {7000222, "the client secret has expired: make a new one"},
    {700016, "no application with this client id is known in this tenant"},
    {90002, "this tenant does not exist: look at AZURE_TENANT_ID"},
    {900023, "the tenant id is malformed: look at AZURE_TENANT_ID"},
    {700027, "the certificate is not registered with the application, or its key does not belong to it"},
    {700021, "the assertion's issuer or subject is not the client id"},
    {700023, "the assertion is meant for another audience"},
    {700024,
     "the assertion is outside its time range: the clock is wrong, or the service account's token is stale"},
    {50027, "the assertion is not a well-formed JWT"},
    {70021,
     "no federated credential of the application matches; its issuer often lacks the last `/`, or its "
     "subject differs"},
    {700213,
     "no federated credential of the application matches; its issuer often lacks the last `/`, or its "
     "subject differs"},
    {90061, "Entra cannot reach the issuer of the assertion: its OpenID documents must be public"},
    {500011, "nothing in this tenant has the name that the scope gives: the scope is wrong"},
    {50001, "nothing in this tenant has the name that the scope gives: the scope is wrong"},
    {70011, "the scope must be one resource that ends in `/.default`"},
    {1002012, "the scope must be one resource that ends in `/.default`"},
    {53003, "a conditional access policy of the tenant forbids this login"},
    {50076, "the tenant asks for a second factor: log in again with the tool, interactively"},
    {50079, "the tenant asks for a second factor: log in again with the tool, interactively"},
    {70043, "the tool's login has expired: log in again"},
    {700082, "the tool's login has expired: log in again"},
    {50173, "the tool's login was revoked: log in again"},
    {530084, "a token protection policy binds the tool's login to its own device"},
};

std::optional<std::string_view> hint_of_number(long number)
{
    const auto found = std::ranges::find(hints, number, &hint::number);
    return found == std::end(hints) ? std::nullopt : std::optional(found->text);
}

std::string text_at(const boost::json::object& in, std::string_view name)
{
    const auto* value = in.if_contains(name);
    const auto* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

std::string said_in(const boost::json::object& body)
{
    auto said = text_at(body, "error");
    if (const auto suberror = text_at(body, "suberror"); !suberror.empty()) said += "/" + suberror;
    const auto description = text_at(body, "error_description");
    if (!description.empty()) said += ": " + description;
    const auto trace = text_at(body, "trace_id");
    if (!trace.empty() && description.find(trace) == std::string::npos) said += " Trace ID: " + trace;
    return said;
}

std::optional<std::string_view> hint_in(const boost::json::object& body)
{
    const auto* codes = body.if_contains("error_codes");
    if (codes != nullptr && codes->is_array())
        for (const auto& each : codes->get_array())
            if (each.is_int64())
                if (const auto found = hint_of_number(static_cast<long>(each.get_int64()))) return found;
    return hint_of(text_at(body, "error_description"));
}

}  // namespace

std::optional<std::string_view> hint_of(std::string_view text)
{
    for (auto at = text.find(number_mark); at != std::string_view::npos; at = text.find(number_mark)) {
        text.remove_prefix(at + number_mark.size());
        long number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        if (const auto found = hint_of_number(number)) return found;
    }
    return std::nullopt;
}

std::string entra_problem(const http_answer& answer)
{
    std::string problem = "answered " + std::to_string(answer.status);
    boost::system::error_code malformed;
    const auto body = boost::json::parse(answer.body, malformed);
    if (malformed || !body.is_object()) return problem + " without saying why";

    const auto said = as_one_line(said_in(body.get_object()), description_bytes_max);
    if (said.empty()) return problem + " without saying why";
    problem += " " + said;
    if (const auto found = hint_in(body.get_object())) problem += " (" + std::string(*found) + ")";
    return problem;
}

}  // namespace parley::identity
