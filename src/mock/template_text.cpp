#include "mock/template_text.hpp"

#include "base/ascii.hpp"
#include "mock/json_place.hpp"

#include <charconv>

namespace parley::mock {
namespace {

constexpr std::size_t name_bytes_max = 32;

std::optional<std::string> value_of(std::string_view name, const facts& about,
                                    const std::vector<std::string>& captures)
{
    if (name == "last_user") return about.last_user();
    if (name == "model") return about.of().model;
    if (name == "system") return about.system();
    if (name == "turn") return std::to_string(about.turn());
    if (name == "nth") return std::to_string(about.nth());
    if (name == "last_tool") return about.last_role() == "tool" ? about.last()->text : std::string();
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool is_group = failed == std::errc{} && end == name.data() + name.size();
    if (!is_group || number >= captures.size()) return std::nullopt;
    return captures[number];
}

// Bodies are as their type says, and a text that is no JSON has no strings to break.
filled_as kind_of(const raw_reply& raw)
{
    return raw.content_type.find("json") == std::string::npos ? filled_as::text : filled_as::json;
}

}  // namespace

std::string fill_in(std::string_view text, const facts& about, const std::vector<std::string>& captures,
                    filled_as kind)
{
    std::string made;
    json_place place;
    const auto keep = [&](std::string_view written) {
        made += written;
        if (kind == filled_as::json) place.pass(written);
    };
    for (;;) {
        const auto begin = text.find("{{");
        const auto end = begin == std::string_view::npos ? begin : text.find("}}", begin);
        if (end == std::string_view::npos) break;
        const auto name = text.substr(begin + 2, end - begin - 2);
        auto value =
            name.size() <= name_bytes_max ? value_of(ascii::trimmed(name), about, captures) : std::nullopt;
        keep(text.substr(0, value ? begin : begin + 2));
        if (value) made += as_inside_of_strings(std::move(*value), place.open_strings());
        text.remove_prefix(value ? end + 2 : begin + 2);
    }
    keep(text);
    return made;
}

reply fill_in(const reply& from, const facts& about, const std::vector<std::string>& captures)
{
    auto made = from;
    const auto fill = [&](std::string& text) { text = fill_in(text, about, captures); };
    const auto fill_json = [&](std::string& text) { text = fill_in(text, about, captures, filled_as::json); };
    if (auto* text = std::get_if<text_reply>(&made.content)) {
        for (auto& pause : text->pauses)
            pause.at = fill_in(std::string_view(text->text).substr(0, pause.at), about, captures).size();
        for (auto* each : {&text->text, &text->refusal, &text->reasoning}) fill(*each);
        for (auto& call : text->tool_calls) fill_json(call.arguments);
    }
    if (auto* failed = std::get_if<error_reply>(&made.content)) fill(failed->message);
    if (auto* raw = std::get_if<raw_reply>(&made.content))
        raw->body = fill_in(raw->body, about, captures, kind_of(*raw));
    if (auto* raw = std::get_if<raw_pieces_reply>(&made.content))
        for (auto& piece : raw->pieces) fill(piece);
    if (auto* raw = std::get_if<raw_events_reply>(&made.content))
        for (auto& event : raw->events) fill_json(event.data);
    for (auto& piece : made.chunks.pieces) fill(piece);
    return made;
}

}  // namespace parley::mock
