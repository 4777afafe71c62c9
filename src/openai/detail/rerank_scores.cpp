#include "openai/detail/rerank_scores.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace parley::openai {
namespace {

namespace json = boost::json;

error malformed(std::string detail)
{
    return {errc::malformed, "the reranker sent " + std::move(detail)};
}

const json::value* first_of(const json::object& in, std::string_view usual, std::string_view other)
{
    const auto* found = in.if_contains(usual);
    return found != nullptr ? found : in.if_contains(other);
}

// Null when there is none.
const json::array* list_in(const json::value& body)
{
    if (const auto* bare = body.if_array()) return bare;
    const auto* object = body.if_object();
    const auto* list = object != nullptr ? first_of(*object, "results", "data") : nullptr;
    return list != nullptr ? list->if_array() : nullptr;
}

std::optional<std::size_t> index_in(const json::object& item)
{
    const auto* index = item.if_contains("index");
    boost::system::error_code failed;
    const auto number = index != nullptr ? index->to_number<std::size_t>(failed) : 0;
    return index == nullptr || failed ? std::nullopt : std::optional(number);
}

std::optional<double> score_in(const json::object& item)
{
    const auto* score = first_of(item, "relevance_score", "score");
    boost::system::error_code failed;
    const auto number = score != nullptr ? score->to_number<double>(failed) : 0;
    return score == nullptr || failed || !std::isfinite(number) ? std::nullopt : std::optional(number);
}

// A range that no probability leaves, so what does is a logit.
void map_logits(std::vector<double>& scores)
{
    const auto is_probability = [](double score) { return score >= 0 && score <= 1; };
    if (std::ranges::all_of(scores, is_probability)) return;
    for (auto& score : scores) score = 1 / (1 + std::exp(-score));
}

}  // namespace

result<std::vector<double>> read_rerank_scores(std::string_view body, std::size_t count)
{
    boost::system::error_code failed;
    const auto parsed = json::parse({body.data(), body.size()}, failed);
    if (failed) return malformed("something that is not JSON");
    const auto* list = list_in(parsed);
    if (list == nullptr) return malformed("something that is not a list of scores");

    std::vector<std::optional<double>> by_index(count);
    for (const auto& each : *list) {
        const auto* item = each.if_object();
        const auto index = item != nullptr ? index_in(*item) : std::nullopt;
        if (!index || *index >= count) return malformed("a score for a text that it was not given");
        if (by_index[*index]) return malformed("two scores for one text");
        by_index[*index] = score_in(*item);
        if (!by_index[*index]) return malformed("a score that is not a number");
    }
    std::vector<double> scores;
    for (const auto& score : by_index) {
        if (!score)
            return malformed(std::to_string(list->size()) + " scores for " + std::to_string(count) +
                             " texts");
        scores.push_back(*score);
    }
    map_logits(scores);
    return scores;
}

}  // namespace parley::openai
