// Finds what in the passages answers a question: the sentences to quote, best first, and how sure that is.
//
// Pure; words are compared, nothing is understood. It would rather say that the documents do not answer than
// quote a sentence that shares a word or two with the question.
#pragma once

#include "rag/writer.hpp"

#include <string>
#include <vector>

namespace parley::rag {

struct extract {
    std::string text;                    // as it stands in the document, white space folded
    std::vector<std::string> citations;  // where it stands; several when documents say the same
};

enum class certainty {
    answered,    // most of what the question asks is in one place
    doubtful,    // related, but something asked for is missing
    unanswered,  // nothing close enough to quote
};

struct extracts {
    certainty how_sure = certainty::unanswered;
    bool sources_differ = false;  // documents say the same but for their numbers: all sides are given
    std::vector<extract> found;   // best first; empty when unanswered
};

extracts find_extracts(const writing_task& task);

}  // namespace parley::rag
