// A passage cut into what can be quoted: sentences, list items and table rows.
//
// Pure. Understands the plain text, the Markdown and the PDF text that ingest makes: hard-wrapped lines are
// joined, headings are set apart, a list keeps its lead-in and a table row its header. Each byte is looked
// at a bounded number of times.
#pragma once

#include "retrieval/passage.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::rag {

enum class unit_kind { sentence, item, row };

struct unit {
    std::string text;  // white space folded; an item without its mark
    unit_kind kind = unit_kind::sentence;
    std::size_t block = 0;       // units of one paragraph, list or table share it
    std::string lead_in = {};    // of an item: the sentence in front of its list
    std::string heading = {};    // nearest heading above it inside the passage
    bool leads_list = false;     // a sentence that ends in a colon, in front of items
    bool is_cut_before = false;  // the passage begins in the middle of it
    bool is_cut_after = false;   // the passage ends in the middle of it
};

std::vector<unit> units_of(const retrieval::passage& source);

// The sentences of a text without line breaks, in order, none of them empty.
std::vector<std::string_view> sentences_of(std::string_view text);

}  // namespace parley::rag
