#include "mock/recorder/recorded_answer.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "mock/recorder/recorded_events.hpp"
#include "mock/recorder/yaml_text.hpp"

#include <algorithm>

namespace parley::mock {
namespace {

constexpr std::string_view first_indent = "      - ";
constexpr std::string_view indent = "        ";

using ending = recorded_answer::ending;

bool is_text(const std::string& bytes)
{
    return utf8::is_valid(bytes);
}

// Members of one item of a list, each on a line of its own.
class item_writer {
public:
    std::string& member(std::string_view name)
    {
        text_ += text_.empty() ? first_indent : indent;
        text_.append(name).append(":");
        return text_;
    }
    void comment(std::string_view sentence)
    {
        text_.append(indent).append("# ").append(sentence).append("\n");
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void write_headers(item_writer& into, const http::fields& headers, std::string_view but,
                   const key_finder& keys)
{
    std::string list;
    for (const auto& [name, value] : headers) {
        const bool is_name = std::ranges::all_of(
            name, [](char c) { return ascii::is_letter_or_digit(c) || c == '-' || c == '_'; });
        if (!is_name || ascii::equals_without_case(name, but) || !is_text(value) || keys.has_key(value))
            continue;
        list.append(indent).append("  ").append(name).append(": ");
        append_yaml_text(list, value);
        list += '\n';
    }
    if (!list.empty()) into.member("headers") += "\n" + list;
}

void append_ms(std::string& out, std::chrono::microseconds time)
{
    append_yaml_ms(out, std::chrono::duration<double, std::milli>(time).count());
}

void write_times(item_writer& into, recorded_answer::known_times known,
                 const std::vector<std::chrono::microseconds>& times)
{
    if (times.empty() || known == recorded_answer::known_times::none) return;
    auto& out = into.member("timing");
    if (known == recorded_answer::known_times::of_first) {
        out += " {ttft_ms: ";
        append_ms(out, times.front());
        out += "}\n";
        return into.comment("When the others came is not known.");
    }
    out += " {recorded_ms: [";
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (i > 0) out += ", ";
        append_ms(out, times[i]);
    }
    out += "]}\n";
}

void write_fault(item_writer& into, ending how, std::size_t events)
{
    if (how == ending::whole) return;
    auto& out = into.member("fault");
    out += how == ending::silent ? " {kind: stall, " : " {kind: close, ";
    if (how == ending::closed_before_head)
        out += "at: before_head}\n";
    else if (events == 0)
        out += "at: after_head}\n";
    else
        out += "after_events: " + std::to_string(events) + "}\n";
    if (how == ending::reader_left) into.comment("The client left here, and the rest was not asked for.");
}

std::string content_type_of(const recorded_answer& from)
{
    return std::string(from.headers.find("content-type").value_or(""));
}

void write_status_and_type(item_writer& into, const recorded_answer& from)
{
    into.member("status") += " " + std::to_string(from.status) + "\n";
    auto& out = into.member("content_type");
    out += ' ';
    const auto type = content_type_of(from);
    append_yaml_text(out, is_text(type) ? type : std::string());
    out += '\n';
}

// Pieces of bytes as they are written: text without keys, or base64.
struct written_bytes {
    bool as_text = true;
    std::vector<std::string> parts = {};

    // What somebody who joins the parts again would read.
    std::string joined() const
    {
        std::string all;
        for (const auto& part : parts) all += part;
        return all;
    }
};

written_bytes clear(std::vector<std::string> parts, const key_finder& keys)
{
    written_bytes made{std::ranges::all_of(parts, is_text), std::move(parts)};
    if (made.as_text)
        for (auto& part : made.parts) part = keys.without_keys(part);
    return made;
}

void append_bytes(std::string& out, const written_bytes& of, const std::string& part)
{
    append_yaml_text(out, of.as_text ? part : base64(part));
    out += '\n';
}

void write_body(item_writer& into, const recorded_answer& from, const written_bytes& body,
                const key_finder& keys)
{
    write_status_and_type(into, from);
    write_headers(into, from.headers, "content-type", keys);
    if (!body.as_text) into.member("encoding") += " base64\n";
    auto& out = into.member("body");
    out += ' ';
    append_bytes(out, body, body.parts.front());
    if (!from.pieces.empty()) write_times(into, from.times, {from.pieces.back().at});
}

void write_pieces(item_writer& into, const recorded_answer& from, const written_bytes& pieces,
                  const key_finder& keys)
{
    write_status_and_type(into, from);
    write_headers(into, from.headers, "content-type", keys);
    if (!pieces.as_text) into.member("encoding") += " base64\n";
    auto& out = into.member("pieces");
    out += pieces.parts.empty() ? " []\n" : "\n";
    for (const auto& part : pieces.parts) {
        out.append(indent).append("  - ");
        append_bytes(out, pieces, part);
    }
    std::vector<std::chrono::microseconds> times;
    for (const auto& piece : from.pieces) times.push_back(piece.at);
    write_times(into, from.times, times);
    write_fault(into, from.how, from.pieces.size());
}

void write_events(item_writer& into, const recorded_answer& from, const std::vector<recorded_event>& events,
                  const key_finder& keys)
{
    write_headers(into, from.headers, {}, keys);
    auto& out = into.member("events");
    out += '\n';
    std::vector<std::chrono::microseconds> times;
    for (const auto& event : events) {
        out.append(indent).append("  - ");
        if (!event.name.empty()) {
            out += "{event: ";
            append_yaml_text(out, event.name);
            out += ", data: ";
        }
        append_yaml_text(out, keys.without_keys(event.data));
        out += event.name.empty() ? "\n" : "}\n";
        times.push_back(event.at);
    }
    write_times(into, from.times, times);
    write_fault(into, from.how, events.size());
}

bool is_stream(const recorded_answer& from)
{
    return ascii::lower_case(content_type_of(from)).starts_with("text/event-stream");
}

std::vector<std::string> parts_of(const recorded_answer& from)
{
    const bool is_whole = from.how == ending::whole && !is_stream(from);
    std::vector<std::string> parts(is_whole ? 1 : 0);
    for (const auto& piece : from.pieces) {
        if (is_whole)
            parts.front() += piece.bytes;
        else
            parts.push_back(piece.bytes);
    }
    return parts;
}

std::string to_text(const recorded_answer& from, const written_bytes& bytes, const key_finder& keys)
{
    item_writer made;
    if (from.how == ending::closed_before_head) {
        write_fault(made, from.how, 0);
        return made.take();
    }
    const bool may_be_events = from.status == 200 && is_stream(from) && !from.pieces.empty();
    const auto events = may_be_events ? read_events_exactly(from.pieces) : std::nullopt;
    if (events)
        write_events(made, from, *events, keys);
    else if (from.how == ending::whole && !is_stream(from))
        write_body(made, from, bytes, keys);
    else
        write_pieces(made, from, bytes, keys);
    return made.take();
}

}  // namespace

result<std::string> to_reply_text(const recorded_answer& from, const key_finder& keys)
{
    const auto bytes = clear(parts_of(from), keys);
    auto text = to_text(from, bytes, keys);
    // Once more, on what would be saved and on what its parts say together: a key may come in several.
    const auto all = bytes.joined();
    if (keys.has_key(text) || keys.has_key(all) || keys.has_key(text_of_events(all)))
        return error{errc::invalid_input,
                     "it holds what looks like a key or is masked, and cannot be cleared of it"};
    return text;
}

}  // namespace parley::mock
