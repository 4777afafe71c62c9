// Tells a sink what is being done, if the question wants that told.
#pragma once

#include "rag/event.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/reranker.hpp"
#include "rag/steps.hpp"
#include "rag/writer.hpp"

namespace parley::rag {

class progress final : public openai::setback_listener {
public:
    // Both outlive it.
    progress(event_sink& sink, process wanted, const step_clock& since_asked)
        : sink_(sink), wanted_(wanted), since_asked_(since_asked)
    {
    }

    asio::awaitable<result<void>> tell_understood();
    asio::awaitable<result<void>> tell_rewriting();
    asio::awaitable<result<void>> tell(const search_query& query);
    asio::awaitable<result<void>> tell_reranking();
    asio::awaitable<result<void>> tell(reranking how, results_ranked count);
    asio::awaitable<result<void>> tell(const std::vector<retrieval::passage>& found);
    asio::awaitable<result<void>> tell(const writer& asked);

    // The model is asked once more; the end of that, if it was, is told with what came of it.
    asio::awaitable<void> met(openai::setback what) override;
    asio::awaitable<result<void>> tell_tries_over(process_state how);

private:
    asio::awaitable<result<void>> send(process_event what);

    event_sink& sink_;
    process wanted_;
    const step_clock& since_asked_;
    std::optional<try_again> trying_;
};

}  // namespace parley::rag
