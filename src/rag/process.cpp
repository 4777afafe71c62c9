#include "rag/process.hpp"

namespace parley::rag {
namespace {

std::string query_sentence(const process_event& what)
{
    if (what.state == process_state::started) return "Working out what to search for";
    if (what.state == process_state::failed)
        return "Could not rewrite the question: searching for it as it is";
    const auto* known = std::get_if<query_known>(&what.data);
    if (known == nullptr) return "Searching";
    return (known->rewritten ? "Generated the search query: " : "Searching for: ") + known->query;
}

std::string search_sentence(const process_event& what)
{
    const auto* found = std::get_if<sources_found>(&what.data);
    if (found == nullptr || found->count == 0) return "Found no related results";
    return "Found " + std::to_string(found->count) + " related result" + (found->count == 1 ? "" : "s");
}

}  // namespace

std::string_view name_of(process_step step)
{
    switch (step) {
        case process_step::question:
            return "question";
        case process_step::query:
            return "query";
        case process_step::search:
            return "search";
        case process_step::answer:
            return "answer";
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
        case process_step::question:
            return "Understood the question";
        case process_step::query:
            return query_sentence(what);
        case process_step::search:
            return search_sentence(what);
        case process_step::answer:
            return "Writing the answer";
    }
    return {};
}

}  // namespace parley::rag
