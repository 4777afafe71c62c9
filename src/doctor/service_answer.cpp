#include "doctor/service_answer.hpp"

#include "identity/one_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace parley::doctor {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& from, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        const json::value* value = from.if_contains({key.data(), key.size()});
        if (value != nullptr && value->is_string() && !value->get_string().empty())
            return std::string(value->get_string());
        if (value != nullptr && value->is_int64()) return std::to_string(value->get_int64());
    }
    return {};
}

service_error from_object(const json::object& body)
{
    const json::value* inner = body.if_contains("error");
    if (inner != nullptr && inner->is_object()) return from_object(inner->get_object());
    if (inner != nullptr && inner->is_string())
        return {std::string(inner->get_string()), text_at(body, {"error_description", "message"})};
    return {text_at(body, {"code", "Code", "statusCode", "StatusCode"}),
            text_at(body, {"message", "Message", "error_description"})};
}

// The text of the first `<name>` of an XML error, as the storage services send it.
std::string element(std::string_view xml, std::string_view name)
{
    const std::string open = "<" + std::string(name) + ">", close = "</" + std::string(name) + ">";
    const std::size_t begin = xml.find(open);
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = xml.substr(begin + open.size());
    return std::string(rest.substr(0, rest.find(close)));
}

}  // namespace

service_error read_service_error(std::string_view body)
{
    boost::system::error_code failed;
    const json::value parsed = json::parse({body.data(), body.size()}, failed);
    service_error read;
    if (!failed && parsed.is_object())
        read = from_object(parsed.get_object());
    else if (body.find("<Code>") != std::string_view::npos)
        read = {element(body, "Code"), element(body, "Message")};
    else
        read.message = std::string(body);
    return {identity::as_one_line(read.code), identity::as_one_line(read.message)};
}

}  // namespace parley::doctor
