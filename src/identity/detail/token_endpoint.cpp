#include "identity/detail/token_endpoint.hpp"

#include "identity/detail/entra_problem.hpp"
#include "identity/detail/random_uuid.hpp"
#include "identity/detail/redacted.hpp"
#include "identity/detail/retry.hpp"
#include "identity/detail/token_answer.hpp"
#include "identity/scope.hpp"
#include "identity/url_encoded.hpp"

#include <algorithm>

namespace parley::identity {
namespace {

using std::chrono::milliseconds;

constexpr int tries_max = 4;
constexpr milliseconds first_wait{800};
constexpr unsigned transient[] = {408, 429, 500, 502, 503, 504};

std::string joined(const std::vector<std::string>& scopes)
{
    std::string all;
    for (const auto& each : scopes) all += (all.empty() ? "" : " ") + each;
    return all;
}

// A connection that ended before its answer is as transient as a timeout; a name that does not resolve is
// not.
bool is_transient(const http_answer* answer, const error* problem)
{
    if (answer != nullptr) return std::ranges::find(transient, answer->status) != std::end(transient);
    return problem->code == errc::timed_out || problem->code == errc::closed;
}

retry_policy policy_for(const host& machine)
{
    auto wait = [&machine](int tries, const http_answer* answer,
                           const error* problem) -> std::optional<milliseconds> {
        if (tries >= tries_max || !is_transient(answer, problem)) return std::nullopt;
        return with_jitter(first_wait * (1 << (tries - 1)), machine);
    };
    return {.wait_before_next = wait};
}

void hide(std::string& text, std::string_view value)
{
    constexpr std::size_t telling_bytes_min = 4;  // fewer would hide letters of the message itself
    constexpr std::string_view stars = "***";
    if (value.size() < telling_bytes_min) return;
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at + stars.size()))
        text.replace(at, value.size(), stars);
}

// Whatever a gateway may echo: neither the proof's values nor a JWT may come back in a message.
std::string without_proof(std::string text, const proof& shown)
{
    for (const auto& field : shown) {
        hide(text, field.value.reveal());
        hide(text, url_encoded(field.value.reveal()));
    }
    return redacted(text);
}

// What is empty proves nothing, and its refusal would take a round trip to read.
result<void> check_proof(const proof& shown)
{
    for (const auto& field : shown)
        if (field.value.empty())
            return error{errc::authentication_failed, "the " + field.name + " to log in with is empty"};
    return {};
}

error refused(std::string why, const proof& shown)
{
    return {errc::authentication_failed, without_proof("the token endpoint " + std::move(why), shown)};
}

result<access_token> read_answer(const result<http_answer>& answer, wall_time asked_at, const proof& shown)
{
    if (!answer) {
        const auto problem = answer.error();
        return error{problem.code, without_proof("asking the token endpoint: " + problem.detail, shown)};
    }
    if (answer->status != 200) {
        auto echo = *answer;
        // Here already: what is cut in the middle would no longer be found.
        echo.body = without_proof(std::move(echo.body), shown);
        return refused(entra_problem(echo), shown);
    }
    auto token = read_token_answer(answer->body, asked_at);
    if (!token) return refused("answered 200, but " + token.error().detail, shown);
    return token;
}

}  // namespace

proof assertion_proof(secret assertion)
{
    proof shown;
    shown.push_back(
        {"client_assertion_type", secret("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")});
    shown.push_back({"client_assertion", std::move(assertion)});
    return shown;
}

result<token_endpoint> token_endpoint::make(const host& machine, application who,
                                            const entra_options& options)
{
    if (const auto valid = check_tenant(who.tenant); !valid) return valid.error();
    if (who.client_id.empty())
        return error{errc::invalid_input, "the application's client id is missing (AZURE_CLIENT_ID)"};
    auto taken = with_environment(options, machine);
    auto authority = read_authority(taken.authority);
    if (!authority) return authority.error();
    taken.authority = std::move(*authority);
    return token_endpoint(machine, std::move(who), std::move(taken));
}

token_endpoint::token_endpoint(const host& machine, application who, entra_options options)
    : machine_(&machine), who_(std::move(who)), options_(std::move(options))
{
}

result<std::string> token_endpoint::url_for(const token_request& request) const
{
    auto tenant = choose_tenant(who_.tenant, request.tenant, options_);
    if (!tenant) return tenant.error();
    const auto path = *tenant == "adfs" ? "/oauth2/token" : "/oauth2/v2.0/token";
    return options_.authority + "/" + *tenant + path;
}

result<http_call> token_endpoint::call_for(const token_request& request, const proof& shown) const
{
    if (request.scopes.empty())
        return error{errc::invalid_input, "a token was asked for without saying what for: name a scope"};
    if (const auto shows_something = check_proof(shown); !shows_something) return shows_something.error();
    auto url = url_for(request);
    if (!url) return url.error();

    std::string form = "grant_type=client_credentials&client_id=" + url_encoded(who_.client_id);
    const auto scopes = joined(request.scopes);
    form += who_.tenant == "adfs" ? "&resource=" + url_encoded(resource_of(scopes))
                                  : "&scope=" + url_encoded(scopes);
    for (const auto& field : shown) form += "&" + field.name + "=" + url_encoded(field.value.reveal());
    if (!request.claims.empty()) form += "&claims=" + url_encoded(request.claims);

    return http_call{.method = "POST",
                     .url = std::move(*url),
                     .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                 {"Accept", "application/json"},
                                 {"client-request-id", random_uuid(*machine_)},
                                 {"return-client-request-id", "true"}},
                     .body = std::move(form)};
}

asio::awaitable<result<access_token>> token_endpoint::ask(token_request request, proof shown,
                                                          deadline until) const
{
    auto call = call_for(request, shown);
    if (!call) co_return call.error();
    const auto asked_at = machine_->wall_now();
    auto policy = policy_for(*machine_);
    const auto answer = co_await exchange_with_retries(*machine_, std::move(*call), std::move(policy), until);
    co_return read_answer(answer, asked_at, shown);
}

}  // namespace parley::identity
