#include "mock/control/control_parts.hpp"

#include "base/ascii.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace parley::mock {
namespace {

std::string decoded(std::string_view text)
{
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
                               ascii::hex_value(text[i + 2]) >= 0;
        if (is_escape) {
            made += static_cast<char>(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]));
            i += 2;
        } else {
            made += text[i] == '+' ? ' ' : text[i];
        }
    }
    return made;
}

}  // namespace

http::response control_answer(const boost::json::value& body, unsigned status)
{
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            boost::json::serialize(body) + "\n"};
}

http::response control_problem(unsigned status, std::string_view sentence)
{
    return control_answer(boost::json::object{{"error", sentence}}, status);
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
    if (auto scope = query_value(from.query, "scope")) return scope;
    const auto header = from.headers.find("X-Mock-Scope");
    return header ? std::optional<std::string>(*header) : std::nullopt;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) != name) continue;
        return equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
    }
    return std::nullopt;
}

}  // namespace parley::mock
