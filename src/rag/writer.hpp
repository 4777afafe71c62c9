// Writes an answer from passages: a language model, or the built-in one that quotes.
#pragma once

#include "base/deadline.hpp"
#include "rag/prompts.hpp"
#include "rag/question.hpp"
#include "retrieval/passage.hpp"

#include <memory>
#include <vector>

namespace parley::rag {

struct writing_task {
    question asked;
    std::vector<retrieval::passage> passages;
    openai::setback_listener* setbacks = nullptr;  // outlives the start of the answer
};

class writer {
public:
    virtual ~writer() = default;

    // What is shown of it: the model's name, or "extracts".
    virtual std::string_view name() const = 0;

    // Whether it writes what no passage says; false when it only quotes.
    virtual bool may_invent() const { return true; }

    // Fails before the first piece when the model says no. Citation markers in the pieces are not yet
    // checked.
    virtual asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(writing_task task,
                                                                                deadline until) = 0;
};

// What an answer rests on. `refuse` is as `sources`, but the model is not asked when none was found.
enum class grounding { sources, open, refuse };

// Builds the prompt and asks `model`; the caller keeps it and the texts alive.
std::unique_ptr<writer> make_model_writer(openai::chat_model& model, std::string model_name,
                                          const prompts& texts = built_in_prompts(),
                                          grounding how = grounding::sources);

// Quotes the sentences of the passages that answer the question, each with its citation, and says that
// it is extracts and how to configure a model. Needs nothing and nobody.
std::unique_ptr<writer> make_extract_writer();

}  // namespace parley::rag
