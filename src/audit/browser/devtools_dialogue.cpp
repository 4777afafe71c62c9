#include "audit/browser/devtools_dialogue.hpp"

#include "base/json_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::audit {
namespace {

constexpr std::size_t depth_max = 100;  // of a message; findings come as one string inside it

std::string text_of(const boost::json::object& from, std::string_view key)
{
    const auto* found = from.if_contains(key);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

boost::json::object object_of(boost::json::object& from, std::string_view key)
{
    auto* found = from.if_contains(key);
    return found && found->is_object() ? std::move(found->get_object()) : boost::json::object();
}

}  // namespace

devtools_dialogue::command devtools_dialogue::ask(std::string_view session, std::string_view method,
                                                  const boost::json::object& parameters)
{
    command made{++last_number_, {}};
    made.text = "{\"id\":" + std::to_string(made.number) + ",\"method\":";
    append_json_string(made.text, method);
    if (!session.empty()) append_json_string(made.text += ",\"sessionId\":", session);
    made.text += ",\"params\":" + boost::json::serialize(parameters) + "}";
    made.text += '\0';
    return made;
}

result<std::variant<devtools_answer, devtools_event>> devtools_dialogue::read(std::string_view message)
{
    boost::json::error_code failed;
    boost::json::parse_options options;
    options.max_depth = depth_max;
    options.allow_invalid_utf8 = true;  // pages may hold half of a pair of surrogates
    auto parsed = boost::json::parse(message, failed, {}, options);
    auto* whole = failed ? nullptr : parsed.if_object();
    if (!whole) return error{errc::malformed, "the browser sent what is no JSON object"};

    using said = std::variant<devtools_answer, devtools_event>;
    if (const auto* number = whole->if_contains("id"); number && number->is_int64()) {
        devtools_answer answer{static_cast<std::uint64_t>(number->get_int64()), boost::json::object()};
        if (whole->contains("error"))
            answer.outcome = error{errc::upstream_rejected, text_of(object_of(*whole, "error"), "message")};
        else
            answer.outcome = object_of(*whole, "result");
        return said(std::move(answer));
    }
    devtools_event event{text_of(*whole, "sessionId"), text_of(*whole, "method"),
                         object_of(*whole, "params")};
    if (event.method.empty())
        return error{errc::malformed, "the browser sent what is neither an answer nor an event"};
    return said(std::move(event));
}

}  // namespace parley::audit
