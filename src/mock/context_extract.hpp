// An answer from the context of a request, without a model: its sentences nearest to the question.
//
// A source is a line `NAME: text` whose name looks like that of a file; its sentences end with `[NAME]`.
// Without such lines, sentences of system texts and tool results are taken as they are. Words only.
#pragma once

#include "mock/asked.hpp"

#include <string>

namespace parley::mock {

// Empty when the request holds no context.
std::string extract_from_context(const asked& asking);

// The words of the last user, without the sources that stand beside them.
std::string question_of(const asked& asking);

}  // namespace parley::mock
