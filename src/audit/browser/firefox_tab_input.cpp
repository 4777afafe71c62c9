#include "audit/browser/firefox_tab.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <cmath>
#include <string_view>

namespace parley::audit {
namespace {

using boost::json::array;
using boost::json::object;
using std::string_view;

// Keys that write nothing have a place of their own: https://www.w3.org/TR/webdriver2/#keyboard-actions
struct special_key {
    string_view name;
    string_view value;
};

constexpr std::array special_keys = {
    special_key{"Backspace", "\uE003"},  special_key{"Tab", "\uE004"},
    special_key{"Enter", "\uE006"},      special_key{"Escape", "\uE00C"},
    special_key{"PageUp", "\uE00E"},     special_key{"PageDown", "\uE00F"},
    special_key{"End", "\uE010"},        special_key{"Home", "\uE011"},
    special_key{"ArrowLeft", "\uE012"},  special_key{"ArrowUp", "\uE013"},
    special_key{"ArrowRight", "\uE014"}, special_key{"ArrowDown", "\uE015"},
    special_key{"Insert", "\uE016"},     special_key{"Delete", "\uE017"},
    special_key{"F1", "\uE031"},         special_key{"F2", "\uE032"},
    special_key{"F3", "\uE033"},         special_key{"F4", "\uE034"},
    special_key{"F5", "\uE035"},         special_key{"F6", "\uE036"},
    special_key{"F7", "\uE037"},         special_key{"F8", "\uE038"},
    special_key{"F9", "\uE039"},         special_key{"F10", "\uE03A"},
    special_key{"F11", "\uE03B"},        special_key{"F12", "\uE03C"},
};

struct held_key {
    int bit;  // of key_press::modifiers
    string_view value;
};

constexpr std::array held_keys = {held_key{1, "\uE00A"}, held_key{2, "\uE009"}, held_key{4, "\uE03D"},
                                  held_key{8, "\uE008"}};

string_view value_of(const key_press& key)
{
    for (const auto& each : special_keys)
        if (each.name == key.key) return each.value;
    return key.key;
}

object key_action(const char* type, string_view value)
{
    return {{"type", type}, {"value", value}};
}

}  // namespace

asio::awaitable<result<void>> firefox_tab::click(point where, deadline until)
{
    array steps;
    steps.push_back(object{
        {"type", "pointerMove"}, {"x", std::lround(where.x)}, {"y", std::lround(where.y)}, {"duration", 0}});
    steps.push_back(object{{"type", "pointerDown"}, {"button", 0}});
    steps.push_back(object{{"type", "pointerUp"}, {"button", 0}});
    object mouse{{"type", "pointer"}, {"id", "mouse"}, {"actions", std::move(steps)}};
    return act(std::move(mouse), until);
}

asio::awaitable<result<void>> firefox_tab::press(key_press key, deadline until)
{
    array steps;
    for (const auto& each : held_keys)
        if ((key.modifiers & each.bit) != 0) steps.push_back(key_action("keyDown", each.value));
    steps.push_back(key_action("keyDown", value_of(key)));
    steps.push_back(key_action("keyUp", value_of(key)));
    for (const auto& each : held_keys)
        if ((key.modifiers & each.bit) != 0) steps.push_back(key_action("keyUp", each.value));
    object keyboard{{"type", "key"}, {"id", "keyboard"}, {"actions", std::move(steps)}};
    return act(std::move(keyboard), until);
}

asio::awaitable<result<void>> firefox_tab::act(object source, deadline until)
{
    array sources;
    sources.push_back(std::move(source));
    object actions{{"context", top_}, {"actions", std::move(sources)}};
    const auto before = documents_shown_;
    auto done = co_await call("input.performActions", std::move(actions), until);
    // What it led to may come before the answer does.
    const bool is_elsewhere = documents_shown_ != before && !has_crashed();
    if (!done && !(is_elsewhere && done.error().code == errc::closed)) co_return done.error();
    co_return result<void>{};
}

}  // namespace parley::audit
