#include "server/json_body.hpp"

#include "base/ascii.hpp"
#include "server/json_members.hpp"

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
    return parse_json_object(request.body);
}

result<json::object> parse_json_object(std::string_view text)
{
    json::parse_options options;
    options.max_depth = json_depth_max;
    boost::system::error_code failed;
    auto parsed = json::parse(text, failed, {}, options);
    if (failed) return invalid("the request body is not valid JSON");
    if (!parsed.is_object()) return invalid("the request body must be a JSON object");
    return std::move(parsed.as_object());
}

}  // namespace parley::server
