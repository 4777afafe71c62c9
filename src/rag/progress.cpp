#include "rag/progress.hpp"

#include <set>

namespace parley::rag {
namespace {

process_state state_of(search_query::origin from)
{
    using origin = search_query::origin;
    if (from == origin::question) return process_state::skipped;
    return from == origin::failed ? process_state::failed : process_state::done;
}

// Each place once, best first.
sources_found summary_of(const std::vector<retrieval::passage>& found)
{
    sources_found made;
    std::set<std::string_view> seen;
    for (const auto& passage : found) {
        if (!seen.insert(passage.citation).second) continue;
        ++made.count;
        if (made.shown.size() < shown_sources_max)
            made.shown.push_back({passage.document, passage.citation, passage.page});
    }
    return made;
}

}  // namespace

asio::awaitable<result<void>> progress::tell_understood()
{
    return send({process_step::question, process_state::done});
}

asio::awaitable<result<void>> progress::tell_rewriting()
{
    return send({process_step::query, process_state::started});
}

asio::awaitable<result<void>> progress::tell(const search_query& query)
{
    return send({process_step::query, state_of(query.from),
                 query_known{query.text, query.from == search_query::origin::model}});
}

asio::awaitable<result<void>> progress::tell_reranking()
{
    return send({process_step::rerank, process_state::started});
}

asio::awaitable<result<void>> progress::tell(reranking how, results_ranked count)
{
    const auto state = how == reranking::done ? process_state::done : process_state::failed;
    return send({process_step::rerank, state, count});
}

asio::awaitable<result<void>> progress::tell(const std::vector<retrieval::passage>& found)
{
    return send({process_step::search, process_state::done, summary_of(found)});
}

asio::awaitable<result<void>> progress::tell(const writer& asked)
{
    return send({process_step::answer, process_state::started, writer_asked{std::string(asked.name())}});
}

asio::awaitable<void> progress::met(openai::setback what)
{
    if (auto told = co_await tell_tries_over(process_state::done); !told) co_return;
    trying_ = try_again{name_of(what.why), what.wait, what.attempt, std::move(what.model)};
    process_event again{process_step::retry, process_state::started, *trying_};
    // Whoever has left is noticed by those who write the answer.
    static_cast<void>(co_await send(std::move(again)));
}

asio::awaitable<result<void>> progress::tell_tries_over(process_state how)
{
    if (!trying_) co_return result<void>{};
    process_event over{process_step::retry, how, *std::exchange(trying_, std::nullopt)};
    co_return co_await send(std::move(over));
}

asio::awaitable<result<void>> progress::send(process_event what)
{
    if (wanted_ == process::hidden) co_return result<void>{};
    what.elapsed = since_asked_.elapsed();
    event told = std::move(what);
    co_return co_await sink_.send(std::move(told));
}

}  // namespace parley::rag
