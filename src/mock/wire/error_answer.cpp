#include "mock/wire/error_answer.hpp"

#include "http/http_date.hpp"
#include "mock/wire/azure_filters.hpp"
#include "mock/wire/json_parts.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

struct usual_error {
    unsigned status;
    std::string_view type;
    std::string_view code;  // empty: null
    std::string_view message;
    std::string_view azure_code;
};

constexpr std::array usual_errors = {
    usual_error{400, "invalid_request_error", "", "The request is invalid.", "BadRequest"},
    usual_error{401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.", "401"},
    usual_error{403, "permission_error", "", "You have no permission for this resource.", "403"},
    usual_error{404, "invalid_request_error", "model_not_found",
                "The model does not exist or you do not have access to it.", "DeploymentNotFound"},
    usual_error{408, "timeout_error", "", "The request timed out.", "408"},
    usual_error{409, "conflict_error", "", "The resource is locked by another request.", "409"},
    usual_error{413, "invalid_request_error", "", "The request is too large.", "413"},
    usual_error{422, "invalid_request_error", "", "The request could not be processed.", "422"},
    usual_error{429, "requests", "rate_limit_exceeded", "Rate limit reached for requests.", "429"},
    usual_error{500, "server_error", "", "The server had an error while processing your request.",
                "InternalServerError"},
    usual_error{502, "server_error", "", "Bad gateway.", "502"},
    usual_error{503, "server_error", "", "The service is temporarily unable to process your request.", "503"},
    usual_error{504, "server_error", "", "The service did not answer in time.", "504"},
    usual_error{529, "server_error", "overloaded", "The service is overloaded.", "529"},
};

const usual_error& usual_for(unsigned status)
{
    const auto* const known = std::ranges::find(usual_errors, status, &usual_error::status);
    if (known != usual_errors.end()) return *known;
    return *std::ranges::find(usual_errors, status < 500 ? 400U : 500U, &usual_error::status);
}

std::int64_t seconds_of(std::chrono::milliseconds wait)
{
    return (wait.count() + 999) / 1000;
}

// The real service tells one with every limit that passes by itself.
std::optional<std::chrono::milliseconds> wait_of(const error_reply& what)
{
    const bool passes = what.status == 429 && what.code != "insufficient_quota";
    if (what.retry_after || !passes) return what.retry_after;
    return std::chrono::seconds(1);
}

void add_wait(http::fields& headers, const error_reply& what, std::int64_t now)
{
    if (!wait_of(what)) return;
    const auto wait = *wait_of(what);
    const auto in_seconds = std::to_string(seconds_of(wait));
    using form = error_reply::retry_form;
    if (what.retry_as == form::both || what.retry_as == form::seconds) headers.set("Retry-After", in_seconds);
    if (what.retry_as == form::both || what.retry_as == form::milliseconds)
        headers.set("retry-after-ms", std::to_string(wait.count()));
    if (what.retry_as == form::date)
        headers.set(
            "Retry-After",
            http::format_date(std::chrono::sys_seconds(std::chrono::seconds(now + seconds_of(wait)))));
}

// As a limit of 60 requests and 60,000 tokens a minute that has been reached.
void add_limits(http::fields& headers, const error_reply& what)
{
    const auto wait = std::to_string(seconds_of(wait_of(what).value())) + "s";
    headers.set("x-ratelimit-limit-requests", "60");
    headers.set("x-ratelimit-limit-tokens", "60000");
    headers.set("x-ratelimit-remaining-requests", "0");
    headers.set("x-ratelimit-remaining-tokens", "0");
    headers.set("x-ratelimit-reset-requests", wait);
    headers.set("x-ratelimit-reset-tokens", wait);
}

void append_shape(std::string& body, std::string_view message, std::string_view type, std::string_view param,
                  std::string_view code)
{
    body += "{\"error\":{";
    append_member(body, "message", message);
    body += "\"type\":";
    append_string_or_null(body, type);
    body += ",\"param\":";
    append_string_or_null(body, param);
    body += ",\"code\":";
    append_string_or_null(body, code);
}

std::string openai_body(const error_reply& what)
{
    const auto& usual = usual_for(what.status);
    // Whoever names a type means that error, and not the usual one of its status.
    const bool is_usual = what.type.empty() && what.code.empty();
    const auto code = is_usual ? usual.code : std::string_view(what.code);
    std::string_view type = what.type;
    if (type.empty()) type = what.code == "insufficient_quota" ? std::string_view(what.code) : usual.type;
    std::string body;
    append_shape(body, what.message.empty() ? usual.message : std::string_view(what.message), type,
                 what.param, code);
    body += "}}";
    return body;
}

// The prompt was refused by Azure's content filter.
std::string azure_filter_body(endpoint at, const error_reply& what)
{
    const std::string_view message =
        what.message.empty() ? "The prompt was refused by the content management policy of the service."
                             : std::string_view(what.message);
    std::string body;
    append_shape(body, message, at == endpoint::responses ? "invalid_request_error" : "", "prompt",
                 "content_filter");
    body +=
        ",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\","
        "\"content_filter_result\":";
    body += azure_results_of_prompt({{"hate", "high"}}, filter_verdict::withheld);
    body += "}}}";
    return body;
}

std::string azure_gateway_body(const error_reply& what)
{
    const auto& usual = usual_for(what.status);
    std::string message = what.message.empty() ? std::string(usual.message) : what.message;
    if (what.status == 404 && what.message.empty())
        message = "The API deployment for this resource does not exist.";
    if (what.status == 429 && what.message.empty())
        message += " Please retry after " +
                   std::to_string(what.retry_after ? seconds_of(*what.retry_after) : 1) + " seconds.";
    std::string body = "{\"error\":{\"code\":";
    append_json_string(body, what.code.empty() ? usual.azure_code : std::string_view(what.code));
    body += ",\"message\":";
    append_json_string(body, message);
    body += "}}";
    return body;
}

// Azure's gateway answers these before a model is asked, in its own shape.
bool is_gateway_error(const error_reply& what)
{
    static constexpr std::array<unsigned, 5> statuses = {401, 403, 404, 429, 503};
    return what.type.empty() && std::ranges::find(statuses, what.status) != statuses.end();
}

}  // namespace

send_head error_answer(host_style style, endpoint at, const error_reply& what, std::int64_t now)
{
    send_head head{.status = what.status, .headers = {{"Content-Type", "application/json"}}};
    add_wait(head.headers, what, now);
    const bool is_limit = what.status == 429 && what.code != "insufficient_quota";
    if (is_limit && what.limits == error_reply::limits_told::usual) add_limits(head.headers, what);
    if (style == host_style::openai)
        head.body = openai_body(what);
    else if (what.code == "content_filter")
        head.body = azure_filter_body(at, what);
    else
        head.body = is_gateway_error(what) ? azure_gateway_body(what) : openai_body(what);
    return head;
}

std::string_view code_of(const fault& what)
{
    return what.code.empty() ? "server_error" : std::string_view(what.code);
}

std::string_view message_of(const fault& what)
{
    return what.message.empty() ? "The server had an error while processing your request."
                                : std::string_view(what.message);
}

void append_stream_error(std::string& out, const fault& what)
{
    append_shape(out, message_of(what), "server_error", "", code_of(what));
    out += "}}";
}

}  // namespace parley::mock
