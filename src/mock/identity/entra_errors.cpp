#include "mock/identity/entra_errors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

constexpr std::uint64_t salt = 0x7472616365ULL;  // of trace ids

struct known_error {
    int number;
    unsigned status;
    std::string_view error;
    std::string_view sentence;  // `{}` stands for what it is about
};

// clang-format off
constexpr std::array known_errors = {
    known_error{28000, 400, "invalid_scope", "The scope '{}' names more than one resource."},
    known_error{50001, 400, "invalid_resource", "The resource '{}' is not known or not registered."},
    known_error{50011, 400, "invalid_request", "The redirect URI '{}' is not one of the application's."},
    known_error{50013, 400, "invalid_grant", "The assertion's signature is not one of this directory."},
    known_error{50027, 400, "invalid_request", "The JWT is malformed or invalid."},
    known_error{50148, 400, "invalid_grant",
                "The code was asked for with a code_challenge: send the code_verifier."},
    known_error{50173, 400, "invalid_grant", "The grant was revoked: log in again."},
    known_error{53003, 400, "invalid_grant", "A conditional access policy blocks this login."},
    known_error{50034, 400, "invalid_grant", "The account '{}' does not exist in the directory."},
    known_error{50076, 400, "interaction_required", "A second factor is needed to reach '{}'."},
    known_error{50079, 400, "interaction_required", "A second factor has to be registered first."},
    known_error{54005, 400, "invalid_grant", "The authorization code was redeemed before."},
    known_error{65001, 400, "invalid_grant", "Nobody has consented to the use of the application."},
    known_error{65004, 400, "access_denied", "The person declined to consent to the application."},
    known_error{70000, 400, "invalid_grant", "The grant is malformed, or of another application."},
    known_error{70003, 400, "unsupported_grant_type", "The grant type '{}' is not supported."},
    known_error{70005, 400, "unsupported_response_type", "The response type '{}' is not supported."},
    known_error{70008, 400, "invalid_grant", "The authorization code has expired."},
    known_error{70011, 400, "invalid_scope", "The scope '{}' is not valid."},
    known_error{70016, 400, "authorization_pending", "Nobody has approved the device's login so far."},
    known_error{70018, 400, "bad_verification_code",
                "There is no login of this code, or nobody approved it."},
    known_error{70020, 400, "expired_token", "The device code has expired."},
    known_error{70021, 401, "invalid_client", "No federated identity record matches the assertion."},
    known_error{90002, 400, "invalid_request", "Tenant '{}' was not found."},
    known_error{90033, 503, "temporarily_unavailable", "A transient error has occurred: try again."},
    known_error{90055, 429, "temporarily_unavailable", "There are too many requests: wait before the next."},
    known_error{90061, 503, "temporarily_unavailable", "The issuer '{}' cannot be reached."},
    known_error{70043, 400, "invalid_grant", "The refresh token has expired by a sign-in frequency policy."},
    known_error{500011, 400, "invalid_resource",
                "The resource principal named '{}' was not found in the tenant."},
    known_error{500112, 400, "invalid_client",
                "The redirect URI is not '{}', which the code was asked for with."},
    known_error{500131, 400, "invalid_grant",
                "The assertion's audience '{}' is not the application that shows it."},
    known_error{500133, 400, "invalid_grant", "The assertion is not within its valid time range."},
    known_error{501481, 400, "invalid_grant", "The code_verifier does not match the code_challenge."},
    known_error{501491, 400, "invalid_request", "The code_challenge has the wrong length."},
    known_error{530084, 400, "invalid_grant", "A token protection policy blocks this login."},
    known_error{700016, 400, "unauthorized_client", "The application '{}' was not found in the directory."},
    known_error{700021, 401, "invalid_client", "The assertion's issuer or subject is not the client id."},
    known_error{700023, 401, "invalid_client", "The assertion's audience does not match: '{}'."},
    known_error{700024, 401, "invalid_client", "The assertion is not within its valid time range."},
    known_error{700027, 401, "invalid_client",
                "The assertion's signature was not made with a registered certificate."},
    known_error{700213, 401, "invalid_client",
                "No federated identity record matches the assertion's subject '{}'."},
    known_error{700211, 401, "invalid_client",
                "No federated identity record matches the assertion's issuer '{}'."},
    known_error{700212, 401, "invalid_client",
                "No federated identity record matches the assertion's audience '{}'."},
    known_error{700082, 400, "invalid_grant", "The refresh token has expired: it was not used for long."},
    known_error{900023, 400, "invalid_request", "The tenant '{}' is neither an id nor a domain."},
    known_error{900144, 400, "invalid_request", "The request must contain the parameter '{}'."},
    known_error{900561, 400, "invalid_request", "This endpoint accepts POST, and no {}."},
    known_error{900971, 400, "invalid_request", "The response mode '{}' is not supported."},
    known_error{1002012, 400, "invalid_scope", "The scope '{}' must be a resource and end in /.default."},
    known_error{7000114, 400, "unauthorized_client",
                "Application '{}' cannot ask on behalf of an application, only of a person."},
    known_error{9002313, 400, "invalid_request", "The request is malformed or invalid."},
    known_error{7000215, 401, "invalid_client",
                "The client secret is not valid: send its value, not its id, of application '{}'."},
    known_error{7000216, 401, "invalid_client", "A secret or an assertion of the client is needed."},
    known_error{7000218, 401, "invalid_client",
                "The request must contain client_assertion or client_secret."},
    known_error{7000222, 401, "invalid_client", "The client secrets of application '{}' have expired."},
};
// clang-format on

std::string with_subject(std::string_view sentence, std::string_view about)
{
    std::string made(sentence);
    if (const auto gap = made.find("{}"); gap != std::string::npos) made.replace(gap, 2, about);
    return made;
}

}  // namespace

entra_problem::entra_problem(const login_call& call, int aadsts, std::string_view about,
                             std::string_view other_error)
    : number(aadsts)
{
    constexpr known_error unknown{0, 400, "invalid_request", "The request cannot be answered."};
    const auto* const known = std::ranges::find(known_errors, aadsts, &known_error::number);
    const auto& told = known == known_errors.end() ? unknown : *known;
    random_numbers numbers(salt, call.number);
    trace = make_uuid(numbers);
    const auto asked = call.from.headers.find("client-request-id");
    correlation = asked ? std::string(*asked) : make_uuid(numbers);
    time = error_time(call.now);
    status = told.status;
    error = other_error.empty() ? told.error : other_error;
    description = "AADSTS" + std::to_string(number) + ": " + with_subject(told.sentence, about) +
                  " Trace ID: " + trace + " Correlation ID: " + correlation + " Timestamp: " + time;
}

http::response entra_error(const login_call& call, int aadsts, std::string_view about,
                           std::string_view other_error)
{
    const entra_problem problem(call, aadsts, about, other_error);
    const boost::json::object body{
        {"error", problem.error},
        {"error_description", problem.description},
        {"error_codes", boost::json::array{problem.number}},
        {"timestamp", problem.time},
        {"trace_id", problem.trace},
        {"correlation_id", problem.correlation},
        {"error_uri", call.base_url + "/error?code=" + std::to_string(problem.number)}};
    return {problem.status,
            {{"Content-Type", "application/json; charset=utf-8"},
             {"Cache-Control", "no-store, no-cache"},
             {"Access-Control-Allow-Origin", "*"},
             {"x-ms-request-id", problem.trace}},
            boost::json::serialize(body)};
}

http::response entra_failure(const login_call& call, unsigned status)
{
    if (status == 429) return entra_error(call, 90055);
    auto answer = entra_error(call, status >= 500 ? 90033 : 900144, "scope");
    answer.status = status;
    return answer;
}

}  // namespace parley::mock
