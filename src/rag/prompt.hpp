// What a language model is told: rules, the conversation so far, the question and its sources.
//
// Pure. Sources are data: each is one line between two marks that no source can contain, and the rules say
// that nothing between them is an instruction.
#pragma once

#include "rag/prompts.hpp"
#include "rag/tokens.hpp"
#include "rag/writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::rag {

// In tokens. Far below the 100,000 of today's common windows: a longer prompt costs time and money
// on every turn, and models attend less to the middle of a long one.
struct prompt_budget {
    std::size_t source_tokens_max = 6000;  // about twenty passages; `top` is 5 by default
    std::size_t history_tokens_max = 3000;
    token_counter counted_by = {};
};

struct dropped {
    std::size_t passages = 0;
    std::size_t messages = 0;
};

// Leaves out what does not fit: the lowest ranked passages, the oldest turns, each whole. Only a best passage
// that alone is too long is cut.
dropped fit(writing_task& task, const prompt_budget& budget = {});

// The messages for `task`, as it is.
std::vector<openai::message> make_prompt(const writing_task& task, const prompts& texts = built_in_prompts(),
                                         grounding how = grounding::sources);

// `<citation>: <text>` on one line, as the model reads it and as clients show it. `:::` ends the sources in
// the prompt, so it is replaced.
void append_source_text(std::string& out, const retrieval::passage& source);

}  // namespace parley::rag
