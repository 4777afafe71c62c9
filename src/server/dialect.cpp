#include "server/dialect.hpp"

#include "base/ascii.hpp"
#include "http/query_value.hpp"
#include "server/chat_form.hpp"

#include <boost/json.hpp>

namespace parley::server {
namespace {

bool has_overrides(const boost::json::object& body)
{
    const auto* context = body.if_contains("context");
    return context != nullptr && context->is_object() && context->get_object().contains("overrides");
}

}  // namespace

std::optional<dialect> dialect_named(std::string_view name)
{
    if (name.size() != 1) return std::nullopt;
    switch (ascii::lower(name.front())) {
        case 'a':
            return dialect::a;
        case 'b':
            return dialect::b;
        case 'c':
            return dialect::c;
        case 'd':
            return dialect::d;
        default:
            return std::nullopt;
    }
}

result<dialect> dialect_of(const http::request& request, const boost::json::object& body, dialect usual)
{
    std::optional<std::string> name = http::query_value(request.query, "dialect");
    if (const auto header = request.headers.find("x-parley-dialect")) name = std::string(*header);
    if (name) {
        const auto named = dialect_named(*name);
        if (!named) return error{errc::invalid_input, "the dialect must be a, b, c or d"};
        return *named;
    }
    if (is_chat_form(request)) return dialect::c;
    if (body.contains("input") && !body.contains("messages")) return dialect::d;
    if (body.contains("sessionState")) return dialect::c;
    const bool is_of_a = body.contains("session_state") || has_overrides(body);
    return is_of_a && usual != dialect::b ? dialect::a : usual;
}

}  // namespace parley::server
