#include "audit/page/key.hpp"

#include "base/ascii.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <array>
#include <optional>

namespace parley::audit {
namespace {

using std::string_view;

struct named_key {
    string_view name;
    string_view key;
    string_view code;
    int number;
    string_view text = {};
};

constexpr std::array keys = {
    named_key{"Enter", "Enter", "Enter", 13, "\r"},
    named_key{"Return", "Enter", "Enter", 13, "\r"},
    named_key{"Tab", "Tab", "Tab", 9},
    named_key{"Escape", "Escape", "Escape", 27},
    named_key{"Esc", "Escape", "Escape", 27},
    named_key{"Space", " ", "Space", 32, " "},
    named_key{"Backspace", "Backspace", "Backspace", 8},
    named_key{"Delete", "Delete", "Delete", 46},
    named_key{"Insert", "Insert", "Insert", 45},
    named_key{"ArrowLeft", "ArrowLeft", "ArrowLeft", 37},
    named_key{"ArrowUp", "ArrowUp", "ArrowUp", 38},
    named_key{"ArrowRight", "ArrowRight", "ArrowRight", 39},
    named_key{"ArrowDown", "ArrowDown", "ArrowDown", 40},
    named_key{"PageUp", "PageUp", "PageUp", 33},
    named_key{"PageDown", "PageDown", "PageDown", 34},
    named_key{"End", "End", "End", 35},
    named_key{"Home", "Home", "Home", 36},
    named_key{"F1", "F1", "F1", 112},
    named_key{"F2", "F2", "F2", 113},
    named_key{"F3", "F3", "F3", 114},
    named_key{"F4", "F4", "F4", 115},
    named_key{"F5", "F5", "F5", 116},
    named_key{"F6", "F6", "F6", 117},
    named_key{"F7", "F7", "F7", 118},
    named_key{"F8", "F8", "F8", 119},
    named_key{"F9", "F9", "F9", 120},
    named_key{"F10", "F10", "F10", 121},
    named_key{"F11", "F11", "F11", 122},
    named_key{"F12", "F12", "F12", 123},
};

struct modifier {
    string_view name;
    int bit;
};

constexpr int alt = 1;
constexpr int control = 2;
constexpr int meta = 4;
constexpr int shift = 8;

constexpr std::array modifiers = {modifier{"Alt", alt}, modifier{"Control", control},
                                  modifier{"Ctrl", control}, modifier{"Meta", meta},
                                  modifier{"Shift", shift}};

std::optional<int> modifier_named(string_view name)
{
    for (const auto& each : modifiers)
        if (ascii::equals_without_case(each.name, name)) return each.bit;
    return std::nullopt;
}

char upper(char letter)
{
    return static_cast<char>(letter - 'a' + 'A');
}

// Shift makes the capital of a letter; what it makes of other characters is up to the keyboard.
key_press of_character(string_view character, int held)
{
    key_press pressed{std::string(character), {}, std::string(character), 0, held};
    const char first = character.front();
    if (ascii::is_letter(first)) {
        const char capital = upper(ascii::lower(first));
        pressed.code = std::string("Key") + capital;
        pressed.number = capital;
        if ((held & shift) != 0) pressed.key = pressed.text = std::string(1, capital);
    } else if (ascii::is_digit(first)) {
        pressed.code = std::string("Digit") + first;
        pressed.number = first;
    }
    return pressed;
}

std::optional<key_press> of_name(string_view name, int held)
{
    for (const auto& each : keys)
        if (ascii::equals_without_case(each.name, name))
            return key_press{std::string(each.key), std::string(each.code), std::string(each.text),
                             each.number, held};
    if (utf8::count(name) != 1) return std::nullopt;
    return of_character(name, held);
}

}  // namespace

result<key_press> key_named(string_view name)
{
    auto rest = ascii::trimmed(name);
    int held = 0;
    for (auto plus = rest.find('+'); plus != rest.npos && plus > 0; plus = rest.find('+')) {
        const auto bit = modifier_named(rest.substr(0, plus));
        if (!bit) break;
        held |= *bit;
        rest.remove_prefix(plus + 1);
    }
    auto pressed = of_name(rest, held);
    if (!pressed)
        return error{
            errc::invalid_input,
            "there is no key " + printable_line(name) +
                ": they are called Enter, Tab, Escape, Space, ArrowDown, F1, a, and Shift+Tab with others"};
    // With Control or Alt a key is a command, not a letter.
    if ((held & (alt | control | meta)) != 0) pressed->text.clear();
    return *std::move(pressed);
}

}  // namespace parley::audit
