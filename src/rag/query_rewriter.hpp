// A question that leans on the conversation, made a search query that stands alone by asking a model.
//
// Implements step 1 of the public app's flow: one call that offers one tool, and what to take from its
// answer. A call that fails or is slow costs the answer nothing but the time of `rewrite_time_max`.
#pragma once

#include "base/deadline.hpp"
#include "openai/chat.hpp"
#include "rag/prompts.hpp"
#include "rag/question.hpp"

#include <optional>

namespace parley::rag {

enum class rewriting { never, follow_ups, always };

inline constexpr std::chrono::seconds rewrite_time_max{10};

struct search_query {
    enum class origin {
        question,  // no model was asked
        model,
        no_query,  // the model found nothing to search for, so it is the question
        failed,    // the model gave no answer, so it is the question
    };

    std::string text;
    origin from = origin::question;
    std::optional<openai::usage> used = {};
};

class query_rewriter {
public:
    // Model and texts outlive the rewriter.
    query_rewriter(openai::chat_model& model, std::string model_name, rewriting when,
                   const prompts& texts = built_in_prompts())
        : model_(model), model_name_(std::move(model_name)), when_(when), texts_(texts)
    {
    }

    // Whether the model will be asked: a first question stands alone, unless `rewriting::always`.
    bool will_ask(const question& asked) const;

    // Without the model's word the query is that of follow_up.hpp. errc::cancelled, and no other error.
    asio::awaitable<result<search_query>> rewrite(const question& asked, deadline until);

private:
    openai::chat_model& model_;
    std::string model_name_;
    rewriting when_;
    const prompts& texts_;
};

// What the model is told: the question and the newest turns, each cut when it is long, without the marks of
// citations.
openai::chat_request rewrite_request(const question& asked, const std::string& model_name,
                                     const prompts& texts = built_in_prompts());

// The query in a model's answer: of the first call of the tool with usable arguments, else its text. None
// when it found none ("0") or said nothing.
std::optional<std::string> query_in(const std::vector<openai::tool_call>& calls, std::string_view text);

}  // namespace parley::rag
