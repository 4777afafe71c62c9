#include "eval/observation.hpp"

#include "rag/written_stream.hpp"
#include "retrieval/retriever.hpp"

#include <algorithm>
#include <utility>

namespace parley::eval {
namespace {

using clock = std::chrono::steady_clock;

double ms_since(clock::time_point began)
{
    return std::chrono::duration<double, std::milli>(clock::now() - began).count();
}

std::vector<std::string> citations_of(const std::vector<retrieval::passage>& passages)
{
    std::vector<std::string> once;
    for (const auto& each : passages)
        if (std::find(once.begin(), once.end(), each.citation) == once.end()) once.push_back(each.citation);
    return once;
}

// Searches as the one behind it, and remembers for what and how long.
class watched_retriever final : public retrieval::retriever {
public:
    explicit watched_retriever(retrieval::retriever& behind) : behind_(behind) {}

    asio::awaitable<result<std::vector<retrieval::passage>>> search(retrieval::search_request request,
                                                                    deadline until) override
    {
        asked_ = request;
        const auto began = clock::now();
        auto found = co_await behind_.search(std::move(request), until);
        took_ms_ = ms_since(began);
        co_return found;
    }

    std::optional<retrieval::vector_space> space() const override { return behind_.space(); }

    // What the same search finds when it may find more.
    asio::awaitable<result<std::vector<retrieval::passage>>> search_deeper(deadline until)
    {
        asked_.top = std::max(asked_.top, ranking_depth);
        return behind_.search(asked_, until);
    }

    double took_ms() const { return took_ms_; }

private:
    retrieval::retriever& behind_;
    retrieval::search_request asked_;
    double took_ms_ = 0;
};

class observing_sink final : public rag::event_sink {
public:
    asio::awaitable<result<void>> send(rag::event what) override
    {
        if (const auto* found = std::get_if<rag::sources_event>(&what))
            seen_.sources = citations_of(found->passages);
        if (const auto* delta = std::get_if<rag::delta_event>(&what)) {
            if (seen_.answer.empty()) seen_.first_word_ms = ms_since(began_);
            seen_.answer += delta->text;
        }
        if (const auto* done = std::get_if<rag::done_event>(&what); done != nullptr && done->borne_out) {
            seen_.sentences = done->borne_out->judged;
            seen_.unsupported = done->borne_out->judged - done->borne_out->supported;
        }
        co_return result<void>{};
    }

    observation take()
    {
        seen_.answer_ms = ms_since(began_);
        for (const auto& each : seen_.sources)
            if (seen_.answer.find("[" + each + "]") != std::string::npos) seen_.cited.push_back(each);
        if (seen_.answer.find(rag::unanswered_note) != std::string::npos) seen_.cited.clear();
        seen_.is_refusal = seen_.cited.empty();
        return std::move(seen_);
    }

private:
    const clock::time_point began_ = clock::now();
    observation seen_;
};

}  // namespace

asio::awaitable<result<observation>> observe(rag::services with, rag::question asked, deadline until)
{
    watched_retriever find(with.find);
    observing_sink sink;
    const rag::services watched{find, with.write, with.rewrite, with.embed, with.rank, with.budget};
    auto answered = co_await rag::answer(watched, std::move(asked), sink, until);
    if (!answered) co_return answered.error();
    auto seen = sink.take();
    seen.retrieval_ms = find.took_ms();
    // The answer may have taken longer than `until`, which is about its beginning.
    const auto deeper =
        co_await find.search_deeper(std::max(until, deadline_after(std::chrono::seconds(10))));
    if (!deeper) co_return deeper.error();
    seen.ranking = citations_of(*deeper);
    co_return seen;
}

}  // namespace parley::eval
