#include "server/errors.hpp"

#include "base/json_text.hpp"
#include "http/query_value.hpp"
#include "server/replies.hpp"

namespace parley::server {
namespace {

// What clients read instead of the detail; empty when the detail is for them.
std::string_view fixed_sentence(errc code)
{
    switch (code) {
        case errc::storage:
            return "The documents cannot be read at the moment. The server's log says why.";
        case errc::credential_unavailable:
        case errc::authentication_failed:
            return "The server could not log in to the model. Its log says why.";
        default:
            return {};
    }
}

std::string_view openai_type_of(unsigned status)
{
    if (status == 429) return "rate_limit_error";
    return status < 500 ? "invalid_request_error" : "server_error";
}

bool speaks_protocol(const http::request& about, dialect usual)
{
    if (!about.path.starts_with("/chat")) return false;
    const auto name = http::query_value(about.query, "dialect");
    const auto named = name ? dialect_named(*name) : std::nullopt;
    return named.value_or(usual) == dialect::c;
}

std::string body_of(unsigned status, const error& told, const http::request& about, dialect usual)
{
    if (about.path.starts_with("/v1/")) return openai_error_json(status, told, about.id);
    return speaks_protocol(about, usual) ? protocol_error_json(told, about.id) : error_json(told, about.id);
}

}  // namespace

std::string error_json(const error& problem, std::string_view request_id)
{
    std::string json = R"({"error":)";
    append_json_string(json, problem.detail);
    json += R"(,"code":")";
    json += name_of(problem.code);
    json += R"(","request_id":)";
    append_json_string(json, request_id);
    if (problem.retry_after.count() > 0)
        json += R"(,"retry_after":)" + std::to_string(problem.retry_after.count());
    return json + "}";
}

std::string protocol_error_json(const error& problem, std::string_view request_id)
{
    std::string json = R"({"error":{"code":)";
    append_json_string(json, name_of(problem.code));
    json += R"(,"message":)";
    append_json_string(json, problem.detail);
    json += R"(,"request_id":)";
    append_json_string(json, request_id);
    return json + "}}";
}

std::string openai_error_json(unsigned status, const error& problem, std::string_view request_id)
{
    std::string json = R"({"error":{"message":)";
    append_json_string(json, problem.detail);
    json.append(R"(,"type":")").append(openai_type_of(status));
    json.append(R"(","param":null,"code":")").append(name_of(problem.code));
    json += R"(","request_id":)";
    append_json_string(json, request_id);
    return json + "}}";
}

error for_clients(const error& problem, std::string_view request_id, log_sink& log)
{
    const auto sentence = fixed_sentence(problem.code);
    if (sentence.empty()) return problem;
    log.write(log_level::error, "request_failed",
              {{"id", request_id}, {"code", name_of(problem.code)}, {"detail", problem.detail}});
    return {problem.code, std::string(sentence), problem.retry_after};
}

http::error_renderer make_error_renderer(log_sink& log, dialect usual)
{
    return [&log, usual](unsigned status, const error& problem, const http::request& about) {
        const auto told = for_clients(problem, about.id, log);
        return json_response(body_of(status, told, about, usual) + "\n", status);
    };
}

error other_site()
{
    return {errc::invalid_input, "This request was made by a page of another site."};
}

}  // namespace parley::server
