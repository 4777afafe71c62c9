#include "identity/detail/answer_message.hpp"

#include "identity/one_line.hpp"

#include <boost/json/parse.hpp>

namespace parley::identity {
namespace {

namespace json = boost::json;

std::string text_in(const json::object& from, std::string_view name)
{
    const auto* field = from.if_contains(name);
    const auto* text = field == nullptr ? nullptr : field->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

std::string first_message(const json::object& answer, const json::object* inner)
{
    for (const auto* name : {"message", "error_description"})
        if (auto text = text_in(answer, name); !text.empty()) return text;
    if (inner != nullptr)
        if (auto text = text_in(*inner, "message"); !text.empty()) return text;
    return text_in(answer, "Message");
}

}  // namespace

answer_problem read_answer_problem(std::string_view body)
{
    boost::system::error_code failed;
    const auto parsed = json::parse(body, failed);
    const auto* answer = failed ? nullptr : parsed.if_object();
    if (answer == nullptr) return {{}, as_one_line(body)};
    const auto* field = answer->if_contains("error");
    const auto* inner = field == nullptr ? nullptr : field->if_object();
    auto message = first_message(*answer, inner);
    if (message.empty()) message = body;
    return {as_one_line(inner == nullptr ? text_in(*answer, "error") : text_in(*inner, "code")),
            as_one_line(message)};
}

}  // namespace parley::identity
