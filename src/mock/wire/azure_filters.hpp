// What Azure's content filters add to answers: annotations of prompts and choices.
//
// As JSON text. Categories without findings are `safe`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::mock {

using filter_findings = std::vector<std::pair<std::string, std::string>>;  // category and severity

enum class filter_verdict { annotated, withheld };

// Whether a filter with its usual settings withholds an answer with these: from `medium` on.
bool withholds(const filter_findings& found);

// The object `content_filter_results` of a prompt or an answer. Those findings for which an
// answer was withheld are `filtered`: the severe ones, or all when none is.
std::string azure_results_of_prompt(const filter_findings& found, filter_verdict verdict);
std::string azure_results_of_answer(const filter_findings& found, filter_verdict verdict);

// `"prompt_filter_results":[…]` with nothing found.
std::string_view azure_prompt_annotation();

}  // namespace parley::mock
