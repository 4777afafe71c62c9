// Where in a JSON text one is, for what is to be put there: outside of strings, in one, or in more than one,
// where a string holds JSON itself, as the arguments of a tool call do.
//
// Reads no JSON: only strings and what is escaped in them, so that half a text and a wrong one have places,
// too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::mock {

class json_place {
public:
    // Goes on behind `text`.
    void pass(std::string_view text);

    // How many strings are open here, one within the other.
    std::size_t open_strings() const;

private:
    std::string inside_ = {};  // of the string that is open, as its reader sees it
    bool is_open_ = false;
    bool is_escaped_ = false;  // the next character
};

// `text` so that the reader of so many strings, one within the other, finds it again.
std::string as_inside_of_strings(std::string text, std::size_t strings);

}  // namespace parley::mock
