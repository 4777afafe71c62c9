#include "audit/page/action_reader.hpp"

#include "base/ascii.hpp"
#include "base/is_one_of.hpp"
#include "base/printable.hpp"

#include <array>
#include <optional>

namespace parley::audit {
namespace {

using std::string_view;

constexpr std::array<string_view, 4> element_states = {"added", "removed", "visible", "hidden"};

// Takes `words` from the front of `text`, and the blanks behind them.
bool take(string_view& text, string_view words)
{
    if (text.size() < words.size() || !ascii::equals_without_case(text.substr(0, words.size()), words))
        return false;
    if (text.size() > words.size() && !ascii::is_white_space(text[words.size()])) return false;
    text = ascii::trimmed_left(text.substr(words.size()));
    return true;
}

// Where `words` stand in `text`, whatever their case.
std::size_t place_of(string_view text, string_view words)
{
    for (std::size_t at = 0; at + words.size() <= text.size(); ++at)
        if (ascii::equals_without_case(text.substr(at, words.size()), words)) return at;
    return string_view::npos;
}

struct halves {
    string_view before;
    string_view behind;
};

std::optional<halves> split(string_view text, string_view between)
{
    const auto at = place_of(text, between);
    if (at == string_view::npos) return std::nullopt;
    const halves found{ascii::trimmed(text.substr(0, at)), ascii::trimmed(text.substr(at + between.size()))};
    if (found.before.empty() || found.behind.empty()) return std::nullopt;
    return found;
}

std::optional<action> on(action_kind kind, string_view subject)
{
    if (subject.empty()) return std::nullopt;
    return action{kind, std::string(subject), {}, {}};
}

std::optional<action> with(action_kind kind, string_view value)
{
    if (value.empty()) return std::nullopt;
    return action{kind, {}, std::string(value), {}};
}

std::optional<action> with(action_kind kind, string_view subject, string_view value)
{
    return action{kind, std::string(subject), std::string(value), {}};
}

// "<selector> to <text>".
std::optional<action> set_field(string_view rest)
{
    const auto found = split(rest, " to ");
    return found ? with(action_kind::set_field, found->before, found->behind) : std::nullopt;
}

// "[to be|to not be] <what>"; nothing when `rest` does not begin with a place.
std::optional<action> wait_for_place(string_view rest)
{
    for (const auto& [word, subject] : {std::pair<string_view, string_view>{"url", "url"},
                                        {"path", "path"},
                                        {"fragment", "fragment"},
                                        {"hash", "fragment"}}) {
        if (!take(rest, word)) continue;
        if (take(rest, "to not be") || take(rest, "not to be"))
            return rest.empty() ? std::nullopt : with(action_kind::wait_for_other_place, subject, rest);
        take(rest, "to be");
        return rest.empty() ? std::nullopt : with(action_kind::wait_for_place, subject, rest);
    }
    return std::nullopt;
}

// "<selector> to be <state>" or "<selector> to emit <event>".
std::optional<action> wait_for_element(string_view rest)
{
    take(rest, "element");
    if (const auto found = split(rest, " to emit "))
        return with(action_kind::wait_for_event, found->before, found->behind);
    const auto found = split(rest, " to be ");
    if (!found) return std::nullopt;
    const auto state = ascii::lower_case(found->behind);
    if (!is_one_of(element_states, state)) return std::nullopt;
    return with(action_kind::wait_for_element, found->before, state);
}

std::optional<action> parse(string_view rest)
{
    const auto field = [&rest] {
        take(rest, "field");
        return rest;
    };
    if (take(rest, "click")) {
        take(rest, "element");
        return on(action_kind::click, rest);
    }
    if (take(rest, "set")) return set_field(field());
    if (take(rest, "clear")) return on(action_kind::clear_field, field());
    if (take(rest, "check")) return on(action_kind::check_field, field());
    if (take(rest, "uncheck")) return on(action_kind::uncheck_field, field());
    if (take(rest, "press")) return with(action_kind::press, rest);
    if (take(rest, "navigate to")) return with(action_kind::go_to, rest);
    if (take(rest, "audit as")) return with(action_kind::audit_as, rest);
    for (const auto words : {"screen capture", "screen-capture", "capture screen", "capture-screen"})
        if (take(rest, words)) {
            take(rest, "to");
            return with(action_kind::screenshot, rest);
        }
    if (!take(rest, "wait for")) return std::nullopt;
    if (auto place = wait_for_place(rest)) return place;
    return wait_for_element(rest);
}

// Without what may be a secret: a step that is not understood may be a field that is to be filled.
std::string shown(string_view text)
{
    constexpr std::array<string_view, 8> harmless = {"click", "clear", "check", "uncheck",
                                                     "press", "wait",  "audit", "screen"};
    const auto verb = text.substr(0, std::min(text.find_first_of(" \t"), text.size()));
    if (verb.size() == text.size() || is_one_of(harmless, ascii::lower_case(verb)))
        return printable_line(text);
    return printable_line(verb) + " …";
}

string_view without_quotes(string_view text)
{
    const bool is_quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.front() == text.back();
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

result<action> read_action(string_view text)
{
    text = ascii::trimmed(text);
    auto read = parse(text);
    if (!read)
        return error{errc::invalid_input,
                     "`" + shown(text) +
                         "` is no action: there are click element, set field … to, clear field, check field, "
                         "uncheck field, press, wait for element … to be added, removed, visible or hidden, "
                         "wait for element … to emit, wait for url, path or fragment to be, navigate to, "
                         "screen capture and audit as"};
    read->text = text;
    return *std::move(read);
}

result<std::vector<action>> read_actions(string_view text, string_view name)
{
    std::vector<action> steps;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = ascii::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#' || line == "actions:" || line == "---") continue;
        if (line.starts_with("- ")) line = without_quotes(ascii::trimmed(line.substr(2)));
        auto step = read_action(line);
        auto place = std::string(name) + ':' + std::to_string(number);
        if (!step) return error{errc::invalid_input, place + ": " + step.error().detail};
        step->place = std::move(place);
        steps.push_back(*std::move(step));
    }
    return steps;
}

}  // namespace parley::audit
