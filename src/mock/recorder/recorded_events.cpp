#include "mock/recorder/recorded_events.hpp"

#include "base/utf8.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace parley::mock {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> streamed = {"content", "delta",   "arguments",
                                                      "text",    "refusal", "reasoning_content"};

bool take_front(std::string_view& text, std::string_view front)
{
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

// One line `event: …` at most, then one line `data: …`.
std::optional<recorded_event> read_event(std::string_view block, std::chrono::microseconds at)
{
    std::string_view name;
    if (take_front(block, "event: ")) {
        const auto end = block.find('\n');
        if (end == 0 || end == block.npos) return std::nullopt;
        name = block.substr(0, end);
        block.remove_prefix(end + 1);
    }
    if (!take_front(block, "data: ") || block.find_first_of("\n\r") != block.npos ||
        name.find('\r') != name.npos)
        return std::nullopt;
    return recorded_event{std::string(name), std::string(block), at};
}

void append_texts(std::string& to, const json::value& from)
{
    if (const auto* list = from.if_array())
        for (const auto& item : *list) append_texts(to, item);
    const auto* members = from.if_object();
    if (members == nullptr) return;
    for (const auto& member : *members) {
        const auto* text = member.value().if_string();
        const bool is_part =
            text && std::ranges::find(streamed, std::string_view(member.key())) != streamed.end();
        if (is_part) to.append(text->data(), text->size());
        append_texts(to, member.value());
    }
}

}  // namespace

std::optional<std::vector<recorded_event>> read_events_exactly(const std::vector<timed_piece>& pieces)
{
    std::vector<recorded_event> events;
    for (const auto& piece : pieces) {
        if (!utf8::is_valid(piece.bytes)) return std::nullopt;
        std::string_view rest = piece.bytes;
        while (!rest.empty()) {
            const auto end = rest.find("\n\n");
            if (end == rest.npos) return std::nullopt;
            auto event = read_event(rest.substr(0, end), piece.at);
            if (!event) return std::nullopt;
            events.push_back(std::move(*event));
            rest.remove_prefix(end + 2);
        }
    }
    return events;
}

std::string text_of_events(std::string_view stream)
{
    std::string all;
    while (!stream.empty()) {
        auto line = stream.substr(0, stream.find('\n'));
        stream.remove_prefix(std::min(stream.size(), line.size() + 1));
        if (!take_front(line, "data:")) continue;
        boost::system::error_code failed;
        const auto read = json::parse(line, failed);
        if (!failed) append_texts(all, read);
    }
    return all;
}

}  // namespace parley::mock
