// Follow-up questions: what "and for how long?" is about stands in the question before it.
//
// Pure, and rules only: no model is asked to rewrite anything.
#pragma once

#include "rag/question.hpp"

#include <string>
#include <string_view>

namespace parley::rag {

enum class dependence {
    none,      // stands alone
    possible,  // so short that it may lean on what was asked before
    certain,   // refers back: begins with "and" or "what about", or holds a pronoun and little else
};

dependence dependence_of(std::string_view question_text);

// The earlier user questions that this one leans on, newest first, joined; empty when it stands alone.
std::string borrowed_text(const question& asked);

// What to search for: the question and what it borrows.
std::string retrieval_query(const question& asked);

}  // namespace parley::rag
