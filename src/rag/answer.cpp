#include "rag/answer.hpp"

#include "rag/citation_checker.hpp"
#include "rag/follow_up.hpp"
#include "rag/steps.hpp"

#include <utility>

namespace parley::rag {
namespace {

retrieval::search_request search_for(const question& asked)
{
    return {retrieval_query(asked), asked.top, asked.include_category, asked.exclude_category,
            asked.score_min};
}

// GCC 12 mishandles values made inside a co_await expression, so events are named before they are sent.
//
// Pieces as they come, markers checked, until the writer ends. Held text goes out whatever the end is.
asio::awaitable<result<void>> forward(openai::chat_stream& words, const citation_index& citations,
                                      event_sink& sink)
{
    citation_checker checker(citations);
    done_event done{.finish_reason = "stop"};
    for (;;) {
        auto piece = co_await words.next();
        const bool has_ended = !piece || !*piece;
        auto text = has_ended ? checker.finish() : checker.feed((*piece)->text);
        if (!text.empty()) {
            event more = delta_event{std::move(text)};
            auto sent = co_await sink.send(std::move(more));
            if (!sent) co_return sent.error();
        }
        if (!piece) co_return piece.error();
        if (has_ended) break;
        if ((*piece)->finish_reason) done.finish_reason = *std::move((*piece)->finish_reason);
        if ((*piece)->used) done.used = (*piece)->used;
    }
    done.invalid_citations = checker.invalid_count();
    event last = std::move(done);
    co_return co_await sink.send(std::move(last));
}

}  // namespace

asio::awaitable<result<void>> answer(services with, question asked, event_sink& sink, deadline until)
{
    auto search = search_for(asked);
    const step_clock clock;
    auto found = co_await with.find.search(search, until);
    if (!found) co_return found.error();
    const auto search_time = clock.elapsed();

    writing_task task{std::move(asked), *std::move(found)};
    const auto left_out = fit(task);
    const citation_index citations(task.passages);

    event sources =
        sources_event{task.passages, describe_steps(search, task, left_out, search_time, with.write.name())};
    auto sent = co_await sink.send(std::move(sources));
    if (!sent) co_return sent.error();

    auto words = co_await with.write.start(std::move(task), until);
    if (!words) co_return words.error();
    co_return co_await forward(**words, citations, sink);
}

}  // namespace parley::rag
