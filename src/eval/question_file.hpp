// Questions to judge answers by, one JSON object per line:
//
//     {"id": "leave", "question": "How long?", "relevant": ["rules.pdf#page=3", "notes.md"]}
//     {"question": "What is the weather?", "answerable": false}
//     {"question": "And there?", "relevant": ["b.md"], "history": [{"role": "user", "content": "How long
//     here?"}]}
//     {"question": "How long?", "truth": "27 days [rules.pdf#page=3]"}
//
// The last is how the public sample's own sets look: what its truth cites is relevant. Other fields are left
// alone, blank lines too. Pure: text in, questions out.
#pragma once

#include "base/error.hpp"
#include "openai/chat_request.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parley::eval {

struct question {
    std::string id;  // the text when the file gives none; each once
    std::string text;
    std::vector<std::string> relevant;  // sources, each once; empty when the documents have no answer
    std::vector<openai::message> history;

    bool is_answerable() const { return !relevant.empty(); }
};

// errc::invalid_input with the line of the first mistake, `NAME:LINE: ...`, and what was meant.
result<std::vector<question>> parse_questions(std::string_view text, std::string_view name);

// The expected sources, each once, that are no document, or no page of it. `pages_of` has the documents;
// those without pages have 0.
std::vector<std::string> unknown_sources(const std::vector<question>& questions,
                                         const std::map<std::string, int, std::less<>>& pages_of);

// The sources that a text cites in brackets, `[rules.pdf#page=3]`, each once, without parts of a page such as
// figures.
std::vector<std::string> citations_in(std::string_view text);

}  // namespace parley::eval
