// Cuts a page into spans: sentences, or lines where there are no sentences. Nothing is left out: the
// spans of a page follow each other without a gap.
//
// A span never exceeds the soft cap of characters or the hard cap of tokens; longer sentences are cut in
// the middle, at a mark if there is one.
#pragma once

#include "ingest/page.hpp"
#include "ingest/splitter/marks.hpp"

#include <string_view>
#include <vector>

namespace parley::ingest {

enum class opening { sentence, paragraph, heading };

struct span {
    std::size_t begin;  // bytes in the page's text
    std::size_t end;
    text_size size;
    opening opens;  // what begins with it
};

// A heading's line and the sentence after it are one span.
std::vector<span> spans_of(const page& page);

// Where the last sentence of `text` begins; 0 when it holds no end of a sentence, or ends with one.
std::size_t last_sentence_begin(std::string_view text);

}  // namespace parley::ingest
