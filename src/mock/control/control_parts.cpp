#include "mock/control/control_parts.hpp"

#include "base/plain_json.hpp"
#include "http/query_value.hpp"

#include <boost/json/array.hpp>

namespace parley::mock {
http::response control_answer(const boost::json::value& body, unsigned status)
{
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            plain_json(body) + "\n"};
}

http::response control_problem(unsigned status, std::string_view sentence)
{
    return control_answer(boost::json::object{{"error", sentence}}, status);
}

http::response control_idle()
{
    return control_problem(409,
                           "This does nothing while a real model answers every request: start the mock with "
                           "--record-mode record-on-miss, or without --record.");
}

http::response control_mistakes(const std::vector<mistake>& list)
{
    boost::json::array lines;
    for (const auto& each : list)
        lines.push_back(boost::json::object{{"file", each.file}, {"line", each.line}, {"text", each.text}});
    const auto first = list.empty() ? std::string() : to_line(list.front());
    return control_answer(boost::json::object{{"error", first}, {"mistakes", std::move(lines)}}, 400);
}

std::optional<std::string> asked_scope(const http::request& from)
{
    if (auto scope = http::query_value(from.query, "scope")) return scope;
    const auto header = from.headers.find("X-Mock-Scope");
    return header ? std::optional<std::string>(*header) : std::nullopt;
}

}  // namespace parley::mock
