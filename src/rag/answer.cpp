#include "rag/answer.hpp"

#include "rag/citation_checker.hpp"
#include "rag/find.hpp"
#include "rag/follow_up.hpp"
#include "rag/steps.hpp"
#include "rag/stop_at.hpp"
#include "rag/suggestion_splitter.hpp"
#include "rag/support.hpp"

#include <utility>

namespace parley::rag {
namespace {

// A model that halts inside a marker must not keep what it has said from the reader.
constexpr std::chrono::seconds held_max{1};

// What stays while an answer streams. Thousands of streams may wait for their next word at a time, so all
// that retrieval and the prompt needed is gone by then, and the frame of `run` holds little beside this.
struct writing final : held_words {
    writing(citation_index known, event_sink& to) : citations(std::move(known)), checker(citations), sink(to)
    {
        sink.watch(this);
    }
    ~writing() override { sink.watch(nullptr); }
    writing(const writing&) = delete;
    writing& operator=(const writing&) = delete;

    std::string release(deadline now) override
    {
        if (!checker.is_holding() || now - held_since < held_max) return {};
        auto text = checker.release_held();
        if (claims) claims->feed(text);
        return text;
    }

    std::unique_ptr<openai::chat_stream> words = {};
    const citation_index citations;
    citation_checker checker;
    std::unique_ptr<suggestion_splitter> suggestions = {};  // null: none were asked for
    std::unique_ptr<support_checker> claims = {};           // null: the writer only quotes
    event_sink& sink;
    deadline held_since;
    done_event done{.finish_reason = "stop"};
    std::size_t bytes = 0;  // that the model has written
};

using begun = result<std::unique_ptr<writing>>;
using piece = result<std::unique_ptr<openai::chat_piece>>;

asio::awaitable<result<search_query>> make_query(services with, const question& asked, progress& steps,
                                                 deadline until)
{
    if (auto told = co_await steps.tell_understood(); !told) co_return told.error();
    search_query query{retrieval_query(asked)};
    if (with.rewrite != nullptr && with.rewrite->will_ask(asked)) {
        if (auto told = co_await steps.tell_rewriting(); !told) co_return told.error();
        auto rewritten = co_await with.rewrite->rewrite(asked, until);
        if (!rewritten) co_return rewritten.error();
        query = *std::move(rewritten);
    }
    if (auto told = co_await steps.tell(query); !told) co_return told.error();
    co_return query;
}

// Null when none are wanted, and for a writer that would only quote them.
std::unique_ptr<suggestion_splitter> splitter_for(const question& asked, const writer& by)
{
    if (asked.suggested == follow_ups::unasked || !by.may_invent()) return nullptr;
    std::vector<std::string> known{asked.text};
    for (const auto& said : asked.history)
        if (said.role == "user") known.push_back(said.content);
    return std::make_unique<suggestion_splitter>(known);
}

// GCC 12 mishandles values made inside a co_await expression, so events are named before they are sent.
//
// Up to the model's first sign: sources are found and sent, the model is asked.
asio::awaitable<begun> begin(services with, std::unique_ptr<question> asked, event_sink& sink, deadline until)
{
    const step_clock since_asked(asked->came);
    progress steps(sink, asked->steps, since_asked);
    const auto query = co_await make_query(with, *asked, steps, until);
    if (!query) co_return query.error();

    auto found = co_await find_passages(with, *asked, query->text, steps, until);
    if (!found) co_return found.error();
    writing_task task{std::move(*asked), std::move(found->passages), &steps};
    const auto left_out = fit(task, with.budget);
    citation_index citations(task.passages);

    event sources = sources_event{
        task.passages, describe_steps(*query, found->how, task, left_out, with.budget, with.write.name())};
    auto sent = co_await sink.send(std::move(sources));
    if (sent) sent = co_await steps.tell(with.write);
    if (!sent) co_return sent.error();

    auto started = std::make_unique<writing>(std::move(citations), sink);
    started->suggestions = splitter_for(task.asked, with.write);
    if (with.write.may_invent())
        started->claims =
            std::make_unique<support_checker>(started->citations, task.passages, task.asked.text);
    auto stops = std::move(task.asked.stop);
    auto words = co_await with.write.start(std::move(task), until);
    auto told = co_await steps.tell_tries_over(words ? process_state::done : process_state::failed);
    if (!words) co_return words.error();
    if (!told) co_return told.error();
    started->words = stop_at(std::move(stops), *std::move(words));
    co_return started;
}

// A model that never stops must fill nobody's memory.
void refuse_beyond_limit(writing& answer, piece& next)
{
    if (!next || !*next) return;
    answer.bytes += (*next)->text.size();
    if (answer.bytes > answer_bytes_max)
        next = error{errc::too_large, "the model's answer is longer than the limit of 1 MiB and was stopped"};
}

// What may be shown once this piece is there. Held text goes out whatever the end is.
std::string shown_of(writing& answer, const piece& next)
{
    auto* suggestions = answer.suggestions.get();
    if (next && *next) {
        const auto& text = (*next)->text;
        return suggestions == nullptr ? answer.checker.feed(text)
                                      : answer.checker.feed(suggestions->feed(text));
    }
    std::string rest;
    if (suggestions != nullptr) rest = answer.checker.feed(suggestions->finish());
    return rest + answer.checker.finish();
}

// One piece with its markers checked.
asio::awaitable<result<void>> pass_on(writing& answer, piece& next, event_sink& sink)
{
    const bool has_ended = !next || !*next;
    const bool was_holding = answer.checker.is_holding();
    auto text = shown_of(answer, next);
    // Text that came out means that what is held now is held anew.
    if (answer.checker.is_holding() && (!was_holding || !text.empty()))
        answer.held_since = std::chrono::steady_clock::now();
    if (answer.claims) answer.claims->feed(text);
    if (!text.empty()) {
        event more = delta_event{std::move(text), has_ended || (*next)->finish_reason.has_value()};
        auto sent = co_await sink.send(std::move(more));
        if (!sent) co_return sent.error();
    }
    if (!next) co_return next.error();
    if (has_ended) {
        answer.done.invalid_citations = answer.checker.invalid_count();
        if (answer.claims) answer.done.borne_out = answer.claims->finish();
        if (answer.suggestions) answer.done.suggested = answer.suggestions->take_questions();
        event last = std::move(answer.done);
        co_return co_await sink.send(std::move(last));
    }
    if ((*next)->finish_reason) answer.done.finish_reason = *std::move((*next)->finish_reason);
    if ((*next)->used) answer.done.used = (*next)->used;
    co_return result<void>{};
}

asio::awaitable<result<void>> run(services with, std::unique_ptr<question> asked, event_sink& sink,
                                  deadline until)
{
    auto started = co_await begin(with, std::move(asked), sink, until);
    if (!started) co_return started.error();
    auto& answer = **started;
    for (;;) {
        auto next = co_await answer.words->next();
        refuse_beyond_limit(answer, next);
        const bool has_ended = !next || !*next;
        auto passed = co_await pass_on(answer, next, sink);
        if (!passed || has_ended) co_return passed;
    }
}

}  // namespace

asio::awaitable<result<void>> answer(services with, question asked, event_sink& sink, deadline until)
{
    // The question is apart from the frame, so that its memory can go before the answer streams.
    return run(with, std::make_unique<question>(std::move(asked)), sink, until);
}

}  // namespace parley::rag
