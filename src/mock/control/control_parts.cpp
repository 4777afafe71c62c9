#include "mock/control/control_parts.hpp"

#include "http/query_value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace parley::mock {
namespace {

namespace json = boost::json;

// As JSON, with numbers as people write them: 1 and 0.5, where the library's own are 1E0 and 5E-1.
void append_plainly(std::string& to, const json::value& from)
{
    if (const auto* number = from.if_double()) {
        std::array<char, 32> digits;
        to.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr);
    } else if (const auto* list = from.if_array()) {
        auto before = '[';
        for (const auto& item : *list) append_plainly(to += std::exchange(before, ','), item);
        to += list->empty() ? "[]" : "]";
    } else if (const auto* object = from.if_object()) {
        auto before = '{';
        for (const auto& member : *object) {
            to += std::exchange(before, ',') + json::serialize(json::value(member.key())) + ':';
            append_plainly(to, member.value());
        }
        to += object->empty() ? "{}" : "}";
    } else {
        to += json::serialize(from);
    }
}

}  // namespace

http::response control_answer(const boost::json::value& body, unsigned status)
{
    std::string text;
    append_plainly(text, body);
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            std::move(text) + "\n"};
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
