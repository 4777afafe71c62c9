#include "server/errors.hpp"

#include "base/json_text.hpp"

namespace parley::server {

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

http::response render_error(unsigned status, const error& problem, const http::request& about)
{
    http::response answer{status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, {}};
    answer.body = error_json(problem, about.id) + "\n";
    return answer;
}

}  // namespace parley::server
