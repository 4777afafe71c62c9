#include "audit/browser/bidi_dialogue.hpp"

#include "audit/browser/json_member.hpp"
#include "base/json_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace parley::audit {
namespace {

constexpr std::size_t depth_max = 100;  // of a message; findings come as one string inside it

// Firefox says "unknown error" also when a document went away while it was asked.
bool is_about_what_is_gone(const std::string& kind, const std::string& words)
{
    if (kind == "no such frame" || kind == "no such node") return true;
    for (const auto* part : {"AbortError", "no longer available", "destroyed", "discarded"})
        if (words.find(part) != std::string::npos) return true;
    return false;
}

error refusal(const boost::json::object& message)
{
    const auto kind = text_member(message, "error");
    const auto words = text_member(message, "message");
    if (kind == "unknown command") return {errc::unsupported, words};
    if (is_about_what_is_gone(kind, words)) return {errc::closed, "its document went away: " + words};
    return {errc::upstream_rejected, words};
}

}  // namespace

bidi_dialogue::command bidi_dialogue::ask(std::string_view method, const boost::json::object& parameters)
{
    command made{++last_number_, {}};
    made.text = "{\"id\":" + std::to_string(made.number) + ",\"method\":";
    append_json_string(made.text, method);
    made.text += ",\"params\":" + boost::json::serialize(parameters) + "}";
    return made;
}

result<std::variant<bidi_answer, bidi_event>> bidi_dialogue::read(std::string_view message)
{
    boost::json::error_code failed;
    boost::json::parse_options options;
    options.max_depth = depth_max;
    auto parsed = boost::json::parse(message, failed, {}, options);
    auto* whole = failed ? nullptr : parsed.if_object();
    if (!whole) return error{errc::malformed, "the browser sent what is no JSON object"};

    using said = std::variant<bidi_answer, bidi_event>;
    const auto kind = text_member(*whole, "type");
    if (kind == "event")
        return said(bidi_event{text_member(*whole, "method"), object_member(*whole, "params")});
    const auto* number = whole->if_contains("id");
    if ((kind != "success" && kind != "error") || !number || !number->is_int64())
        return error{errc::malformed, "the browser sent what is neither an answer nor an event"};
    bidi_answer answer{static_cast<std::uint64_t>(number->get_int64()), boost::json::object()};
    if (kind == "error") {
        answer.outcome = refusal(*whole);
    } else if (auto* given = whole->if_contains("result"); given && given->is_object()) {
        answer.outcome = std::move(given->get_object());
    }
    return said(std::move(answer));
}

}  // namespace parley::audit
