#include "rag/extract_writer.hpp"

#include "rag/citation_checker.hpp"
#include "rag/extract.hpp"
#include "rag/prompt.hpp"
#include "rag/written_stream.hpp"

#include <algorithm>
#include <deque>
#include <iterator>

namespace parley::rag {
namespace {

constexpr std::string_view doubtful_note =
    "The documents may not answer exactly this. What comes closest:\n\n";
constexpr std::string_view differ_note = "The documents give different figures:\n\n";

std::string marked(const extract& found, const citation_index& citations)
{
    std::string text = without_markers(found.text, citations) + " ";
    for (const auto& citation : found.citations) text.append("[").append(citation).append("]");
    return text;
}

// One piece for each extract, so that it streams like the words of a model. Runs on the loop, which it holds
// for at most about 5 ms: `fit` leaves some 18 kB of passages (prompt_budget), and terms_max of
// question_terms.cpp bounds what is compared with them. With wider bounds this belongs in a pool.
std::deque<std::string> write(const writing_task& task)
{
    const citation_index citations(task.passages);
    const auto extracts = find_extracts(task);
    std::deque<std::string> pieces;
    if (extracts.found.empty()) {
        std::string text(unanswered_note);
        if (!task.passages.empty())
            text += " The nearest source is [" + task.passages.front().citation + "].";
        pieces.push_back(std::move(text));
    }
    if (extracts.sources_differ)
        pieces.emplace_back(differ_note);
    else if (extracts.how_sure == certainty::doubtful)
        pieces.emplace_back(doubtful_note);

    const bool is_list = extracts.found.size() > 1;
    for (const auto& found : extracts.found)
        pieces.push_back((is_list ? "- " : "") + marked(found, citations) + (is_list ? "\n" : ""));
    pieces.push_back((is_list ? "\n" : "\n\n") + std::string(extracts_note));
    return pieces;
}

// Down to so many tokens, by estimate. Says whether all fitted.
bool cut_to(std::deque<std::string>& pieces, std::size_t tokens_max)
{
    std::size_t tokens = 0;
    for (auto piece = pieces.begin(); piece != pieces.end(); ++piece) {
        const auto left = tokens_max - tokens;
        tokens += estimated_tokens(*piece);
        if (tokens <= tokens_max) continue;
        auto words = token_prefix(*piece, left);
        words = words.substr(0, std::min(words.find_last_of(" \n"), words.size()));
        *piece = std::string(words);
        pieces.erase(std::next(piece), pieces.end());
        return false;
    }
    return true;
}

class extract_writer final : public writer {
public:
    std::string_view name() const override { return "extracts"; }
    bool may_invent() const override { return false; }

    asio::awaitable<result<std::unique_ptr<openai::chat_stream>>> start(writing_task task, deadline) override
    {
        auto pieces = write(task);
        const auto limit = task.asked.output_tokens_max;
        const bool is_whole = !limit || cut_to(pieces, static_cast<std::size_t>(*limit));
        co_return make_written_stream(std::move(pieces), is_whole ? "stop" : "length");
    }
};

}  // namespace

std::unique_ptr<writer> make_extract_writer()
{
    return std::make_unique<extract_writer>();
}

}  // namespace parley::rag
