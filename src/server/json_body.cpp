#include "server/json_body.hpp"

#include "base/ascii.hpp"

#include <boost/json/parse.hpp>

namespace parley::server {
namespace {

namespace json = boost::json;

constexpr std::size_t json_depth_max = 32;

// `application/json`, with parameters, or any `+json` type.
bool says_json(const http::request& request)
{
    const auto given = request.headers.find("content-type").value_or("");
    const auto type = ascii::lower_case(ascii::trimmed(given.substr(0, given.find(';'))));
    return type == "application/json" || type.ends_with("+json");
}

}  // namespace

result<json::object> read_json_object(const http::request& request)
{
    if (!says_json(request)) return error{errc::unsupported, "request must be json"};
    json::parse_options options;
    options.max_depth = json_depth_max;
    boost::system::error_code failed;
    auto parsed = json::parse(request.body, failed, {}, options);
    if (failed) return error{errc::invalid_input, "the request body is not valid JSON"};
    if (!parsed.is_object()) return error{errc::invalid_input, "the request body must be a JSON object"};
    return std::move(parsed.as_object());
}

result<std::string> string_at(const json::object& in, std::string_view key)
{
    const auto* value = in.if_contains(key);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string()) return error{errc::invalid_input, std::string(key) + " must be a string"};
    return std::string(value->get_string());
}

}  // namespace parley::server
