// A key by the name that people and scripts have for it, as a browser wants to hear of it: "Enter",
// "Shift+Tab".
//
// Names are those of https://www.w3.org/TR/uievents-key/, in any case; a single character is its own name.
// Keyboards are American ones.
#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace parley::audit {

struct key_press {
    std::string key;    // KeyboardEvent.key
    std::string code;   // KeyboardEvent.code; empty: not known
    std::string text;   // what it types; empty: nothing
    int number = 0;     // KeyboardEvent.keyCode
    int modifiers = 0;  // sum of Alt 1, Control 2, Meta 4, Shift 8
};

// errc::invalid_input for a name that no key has.
result<key_press> key_named(std::string_view name);

}  // namespace parley::audit
