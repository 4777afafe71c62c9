// The texts that a model is told, as templates: those of prompts/, or a user's in their place.
//
// Pure: reading files is the caller's. docs/prompts.md tells users what may stand in each.
#pragma once

#include "rag/prompt_template.hpp"

#include <map>
#include <string>

namespace parley::rag {

struct prompts {
    prompt_template answer;       // the rules: {{open}}, {{has_sources}}, {{citations}}
    prompt_template question;     // what is asked: {{question}}, {{has_sources}}, {{sources}}
    prompt_template suggestions;  // after the rules, when questions that could come next are wanted
    prompt_template query;        // how to search: {{question}}, {{has_conversation}}, {{conversation}}
};

// By the names above. errc::invalid_input for another name and for a text that is no template.
result<prompts> make_prompts(const std::map<std::string, std::string>& replaced = {});

// Those of prompts/, for all who have no others.
const prompts& built_in_prompts();

}  // namespace parley::rag
