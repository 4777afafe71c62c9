// Puts sentences back together that were broken into lines to fit a page.
//
// Joins lines only where the break looks like wrapping: lists, code, verse and short lines stay as they
// are. Words cut by a hyphen at a line's end are made whole. Blank lines become one paragraph break.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::ingest {

// Words that a text writes with a hyphen inside a line: "built-in" is no cut-off "builtin".
class hyphenated_words {
public:
    void learn_from(std::string_view text);
    bool knows(std::string_view left, std::string_view right) const;

private:
    std::set<std::string, std::less<>> words_;
};

std::vector<std::string_view> lines_of(std::string_view text);

// `text` is clean (see clean.hpp); the result has no blank line at either end.
std::string unwrap(std::string_view text, const hyphenated_words& hyphenated);

}  // namespace parley::ingest
