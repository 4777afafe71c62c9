// A chunk in the making: its own text, before neighbours' words are added to its end.
#pragma once

#include "ingest/splitter/marks.hpp"

#include <string>
#include <vector>

namespace parley::ingest {

struct draft {
    std::string text;
    int page_first;
    int page_last;
    std::string heading;  // the sections it begins in, outermost first
};

// Both texts, with a space between where the page break took one away.
std::string joined(std::string_view before, std::string_view after);

// Whether `after` goes on with a sentence that `before` did not end.
bool continues(std::string_view before, std::string_view after);

// Adds the first chunk of a page behind the last one of the page before: as one chunk when both fit, else
// with the unfinished sentence moved over as far as there is room. The order of the text stays.
void add_across_page_break(draft first_of_page, std::vector<draft>& to);

// Gives every chunk the beginning of the next, so that a sentence cut between them is found in one.
void add_overlaps(std::vector<draft>& drafts);

}  // namespace parley::ingest
