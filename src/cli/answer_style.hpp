// How answers are to be written, read from the settings: --rewrite, --grounding and --prompts.
#pragma once

#include "base/settings.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/writer.hpp"

namespace parley::cli {

struct answer_style {
    rag::rewriting rewrite;
    rag::grounding grounded;
    rag::prompts texts;
};

// errc::invalid_input with what to change; of a prompt, its file and line.
result<answer_style> read_answer_style(const settings& values);

}  // namespace parley::cli
