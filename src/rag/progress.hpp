// Tells a sink what is being done, if the question wants that told.
#pragma once

#include "rag/event.hpp"
#include "rag/query_rewriter.hpp"
#include "rag/steps.hpp"
#include "rag/writer.hpp"

namespace parley::rag {

class progress {
public:
    // Both outlive it.
    progress(event_sink& sink, process wanted, const step_clock& since_asked)
        : sink_(sink), wanted_(wanted), since_asked_(since_asked)
    {
    }

    asio::awaitable<result<void>> tell_understood();
    asio::awaitable<result<void>> tell_rewriting();
    asio::awaitable<result<void>> tell(const search_query& query);
    asio::awaitable<result<void>> tell(const std::vector<retrieval::passage>& found);
    asio::awaitable<result<void>> tell(const writer& asked);

private:
    asio::awaitable<result<void>> send(process_event what);

    event_sink& sink_;
    process wanted_;
    const step_clock& since_asked_;
};

}  // namespace parley::rag
