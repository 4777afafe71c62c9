// How answers are to be written, read from the settings: --rewrite, --grounding, --prompts and the limits of
// a prompt with the --vocabulary that counts them.
#pragma once

#include "base/settings.hpp"
#include "rag/prompt.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/writer.hpp"

namespace parley::cli {

struct answer_style {
    rag::rewriting rewrite;
    rag::grounding grounded;
    rag::prompts texts;
    rag::prompt_budget budget;
};

// errc::invalid_input with what to change; of a prompt or a vocabulary, its file and line.
result<answer_style> read_answer_style(const settings& values);

}  // namespace parley::cli
