#include "openai/detail/problem.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>

namespace parley::openai {
namespace {

namespace json = boost::json;

constexpr std::size_t quoted_bytes_max = 64;

// Codes and ids are quoted in errors and logs, so only what cannot do harm there is taken.
std::string harmless(std::string_view text)
{
    const bool fine = text.size() <= quoted_bytes_max && std::ranges::all_of(text, [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 c == '_' || c == '-' || c == '.';
                      });
    return fine ? std::string(text) : std::string();
}

std::string text_of(const json::object& from, std::string_view key)
{
    const json::value* value = from.if_contains({key.data(), key.size()});
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_int64()) return std::to_string(value->get_int64());
    return {};
}

std::optional<std::int64_t> number_in(std::optional<std::string_view> text)
{
    std::int64_t number = 0;
    if (!text) return std::nullopt;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), number);
    if (parsed.ec != std::errc() || number < 0) return std::nullopt;
    return number;
}

// " (status 503, code overloaded, request req_1)": what a person reports when asking for help.
std::string label(const refusal_facts& facts)
{
    std::string text = facts.status == 0 ? "in the stream" : "status " + std::to_string(facts.status);
    const std::string code = harmless(facts.code), type = harmless(facts.type),
                      id = harmless(facts.request_id);
    if (!code.empty()) text += ", code " + code;
    if (code.empty() && !type.empty()) text += ", type " + type;
    if (!id.empty()) text += ", request " + id;
    return " (" + text + ")";
}

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, text) != names.end();
}

}  // namespace

refusal_facts facts_of(unsigned status, const http::fields& headers, std::string_view body)
{
    refusal_facts facts{.status = status};
    for (const auto* name : {"x-request-id", "apim-request-id"})
        if (facts.request_id.empty()) facts.request_id = headers.find(name).value_or("");
    boost::system::error_code ec;
    const json::value parsed = json::parse({body.data(), body.size()}, ec);
    if (ec || !parsed.is_object()) return facts;
    const json::value* problem = parsed.get_object().if_contains("error");
    if (problem == nullptr || !problem->is_object()) return facts;
    facts.code = text_of(problem->get_object(), "code");
    facts.type = text_of(problem->get_object(), "type");
    return facts;
}

error describe(const refusal_facts& facts)
{
    const std::string where = label(facts);
    if (is_any_of(facts.code, {"context_length_exceeded", "string_above_max_length"}) || facts.status == 413)
        return {errc::too_large,
                "the question with its sources and history is too long for the model" + where};
    if (is_any_of(facts.code, {"content_filter", "content_policy_violation"}))
        return {errc::upstream_rejected, "the model service's content filter refused the question" + where};
    if (is_any_of("insufficient_quota", {facts.code, facts.type}))
        return {errc::upstream_rejected, "the account at the model service has no quota left" + where};
    if (facts.status == 401 || facts.status == 403 || facts.code == "invalid_api_key")
        return {errc::upstream_rejected,
                "the model service refused the key" + where + "; set OPENAI_API_KEY"};
    if (facts.status == 404 || is_any_of(facts.code, {"model_not_found", "DeploymentNotFound"}))
        return {errc::upstream_rejected, "the model service knows no such model or path" + where +
                                             "; check --model and OPENAI_BASE_URL (often it ends in /v1)"};
    if (facts.status == 429 || facts.code == "429" || facts.code.starts_with("rate_limit") ||
        facts.type.starts_with("rate_limit"))
        return {errc::upstream_busy, "the model service takes no more requests now" + where};
    if (facts.status >= 500 || facts.status == 408 || facts.status == 409 ||
        is_any_of("server_error", {facts.code, facts.type}) ||
        is_any_of("overloaded_error", {facts.code, facts.type}))
        return {errc::upstream_busy, "the model service has a problem of its own" + where};
    if (facts.status / 100 == 3)
        return {errc::upstream_rejected, "the model service has moved" + where + "; correct OPENAI_BASE_URL"};
    return {errc::upstream_rejected, "the model service refused the request" + where};
}

std::optional<std::chrono::milliseconds> wait_of(const http::fields& headers)
{
    constexpr std::int64_t seconds_max = 10'000'000;
    if (const auto ms = number_in(headers.find("retry-after-ms"))) return std::chrono::milliseconds(*ms);
    if (const auto seconds = number_in(headers.find("Retry-After")))
        return std::chrono::seconds(std::min(*seconds, seconds_max));
    return std::nullopt;
}

}  // namespace parley::openai
