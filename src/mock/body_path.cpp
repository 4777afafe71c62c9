#include "mock/body_path.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace parley::mock {
namespace {

namespace json = boost::json;

error not_a_path(std::string_view text, std::string_view why)
{
    return {errc::invalid_input, "`" + std::string(text) + "` is no path: " + std::string(why) +
                                     ", as in user, metadata.* or messages.*.content"};
}

// `~1` is a slash and `~0` a tilde.
std::string unescaped(std::string_view step)
{
    std::string made;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const auto next = i + 1 < step.size() ? step[i + 1] : ' ';
        const bool is_escape = step[i] == '~' && (next == '0' || next == '1');
        made += !is_escape ? step[i] : next == '1' ? '/' : '~';
        i += is_escape ? 1 : 0;
    }
    return made;
}

void append_texts(std::vector<std::string>& to, const json::value& from)
{
    if (const auto* list = from.if_array()) {
        for (const auto& item : *list) append_texts(to, item);
    } else if (const auto* members = from.if_object()) {
        for (const auto& member : *members) append_texts(to, member.value());
    } else if (const auto* text = from.if_string()) {
        to.emplace_back(*text);
    } else if (from.is_number()) {
        to.push_back(json::serialize(from));
    }
}

void append_named(std::vector<std::string>& to, const json::value& from, const path_cursor& at)
{
    if (at.is_named()) return append_texts(to, from);
    if (const auto* list = from.if_array())
        for (std::size_t i = 0; i < list->size(); ++i) append_named(to, (*list)[i], at.below(i));
    if (const auto* members = from.if_object())
        for (const auto& member : *members) append_named(to, member.value(), at.below(member.key()));
}

}  // namespace

result<body_path> read_body_path(std::string_view text)
{
    if (text.starts_with('$') || text.find('[') != text.npos)
        return not_a_path(text, "dots stand between its steps, and * for each item");
    const bool is_pointer = text.starts_with('/');
    const char between = is_pointer ? '/' : '.';
    body_path made{std::string(text), {}};
    auto rest = text.substr(is_pointer ? 1 : 0);
    for (;;) {
        const auto step = rest.substr(0, rest.find(between));
        if (step.empty()) return not_a_path(text, "it has a step without a name");
        made.steps.push_back(is_pointer ? unescaped(step) : std::string(step));
        if (step.size() == rest.size()) return made;
        rest.remove_prefix(step.size() + 1);
    }
}

path_cursor::path_cursor(const std::vector<body_path>& paths)
{
    for (const auto& path : paths) rest_.emplace_back(path.steps);
}

path_cursor path_cursor::below(std::string_view name) const
{
    path_cursor made;
    for (const auto& steps : rest_)
        if (!steps.empty() && (steps.front() == "*" || steps.front() == name))
            made.rest_.push_back(steps.subspan(1));
    return made;
}

path_cursor path_cursor::below(std::size_t item) const
{
    return rest_.empty() ? path_cursor() : below(std::to_string(item));
}

bool path_cursor::is_named() const
{
    return std::ranges::any_of(rest_, [](const auto& steps) { return steps.empty(); });
}

std::vector<std::string> texts_at(const std::vector<body_path>& paths, const json::value& in)
{
    std::vector<std::string> made;
    append_named(made, in, path_cursor(paths));
    return made;
}

}  // namespace parley::mock
