#include "rag/process.hpp"

#include "base/error.hpp"

namespace parley::rag {
namespace {

std::string queue_sentence(const process_event& what)
{
    const auto* at = std::get_if<queue_position>(&what.data);
    if (what.state == process_state::done || at == nullptr) return "It is your turn";
    return "Waiting for a turn: number " + std::to_string(at->number) + " in the queue";
}

std::string query_sentence(const process_event& what)
{
    if (what.state == process_state::started) return "Working out what to search for";
    if (what.state == process_state::failed)
        return "Could not rewrite the question: searching for it as it is";
    const auto* known = std::get_if<query_known>(&what.data);
    if (known == nullptr) return "Searching";
    return (known->rewritten ? "Generated the search query: " : "Searching for: ") + known->query;
}

std::string rerank_sentence(const process_event& what)
{
    if (what.state == process_state::started) return "Comparing the results with the question";
    if (what.state == process_state::failed)
        return "Could not rank the results again: they stand as they were found";
    const auto* count = std::get_if<results_ranked>(&what.data);
    if (count == nullptr) return "Ranked the results again";
    return "Kept the best " + std::to_string(count->kept) + " of " + std::to_string(count->of) + " results";
}

std::string search_sentence(const process_event& what)
{
    const auto* found = std::get_if<sources_found>(&what.data);
    if (found == nullptr || found->count == 0) return "Found no related results";
    return "Found " + std::to_string(found->count) + " related result" + (found->count == 1 ? "" : "s");
}

std::string retry_sentence(const process_event& what)
{
    const auto* again = std::get_if<try_again>(&what.data);
    if (what.state != process_state::started || again == nullptr)
        return what.state == process_state::failed ? "The model did not answer" : "Asked the model again";
    const bool is_busy = again->reason == name_of(errc::upstream_busy);
    const std::string sentence = is_busy ? "The model is busy: " : "The model cannot be asked: ";
    if (again->wait.count() == 0) return sentence + "asking another one";
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(again->wait).count();
    return sentence + "trying again in " + std::to_string(seconds) + " s";
}

}  // namespace

std::string_view name_of(process_step step)
{
    switch (step) {
        case process_step::queue:
            return "queue";
        case process_step::question:
            return "question";
        case process_step::query:
            return "query";
        case process_step::rerank:
            return "rerank";
        case process_step::search:
            return "search";
        case process_step::answer:
            return "answer";
        case process_step::retry:
            return "retry";
    }
    return "unknown";
}

std::string_view name_of(process_state state)
{
    switch (state) {
        case process_state::started:
            return "started";
        case process_state::done:
            return "done";
        case process_state::skipped:
            return "skipped";
        case process_state::failed:
            return "failed";
    }
    return "unknown";
}

std::string sentence_of(const process_event& what)
{
    switch (what.step) {
        case process_step::queue:
            return queue_sentence(what);
        case process_step::question:
            return "Understood the question";
        case process_step::query:
            return query_sentence(what);
        case process_step::rerank:
            return rerank_sentence(what);
        case process_step::search:
            return search_sentence(what);
        case process_step::answer:
            return "Writing the answer";
        case process_step::retry:
            return retry_sentence(what);
    }
    return {};
}

}  // namespace parley::rag
