// For tests: passages in one line each.
#pragma once

#include "retrieval/passage.hpp"

#include <string>
#include <utility>

namespace parley::rag {

// The document is the citation without its page.
inline retrieval::passage passage_of(std::string citation, std::string text, std::string heading = {})
{
    retrieval::passage made;
    made.document = citation.substr(0, citation.find('#'));
    made.chunk_id = citation + "/" + std::to_string(text.size());
    made.citation = std::move(citation);
    made.heading = std::move(heading);
    made.text = std::move(text);
    made.score = 1;
    return made;
}

}  // namespace parley::rag
