#include "mock/wire/rerank_answer.hpp"

#include "mock/embedding.hpp"
#include "mock/wire/json_parts.hpp"
#include "mock/wire/usage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace parley::mock {
namespace {

constexpr std::size_t dimensions = 256;

struct ranked {
    std::size_t index;
    int per_mille;  // whole numbers: the same on every machine
};

// How near the two are as the mock's vectors have it, nothing in common being 0. The root makes of the small
// shares, which texts have in common with a question, scores such as models give.
std::vector<ranked> rank(const asked& asking)
{
    const auto query = embed(asking.query, dimensions);
    std::vector<ranked> order;
    for (std::size_t i = 0; i < asking.input.size(); ++i) {
        const auto text = embed(asking.input[i], dimensions);
        const auto cosine = std::inner_product(query.begin(), query.end(), text.begin(), 0.0F);
        order.push_back({i, static_cast<int>(std::lround(1000 * std::sqrt(std::clamp(cosine, 0.0F, 1.0F))))});
    }
    std::ranges::stable_sort(order, std::greater(), &ranked::per_mille);
    return order;
}

void append_score(std::string& out, int per_mille)
{
    const auto digits = std::to_string(per_mille % 1000);
    append(out, {per_mille >= 1000 ? "1." : "0.", std::string(3 - digits.size(), '0'), digits});
}

}  // namespace

std::string rerank_answer(const asked& asking)
{
    auto order = rank(asking);
    if (asking.ranked_max > 0 && asking.ranked_max < order.size()) order.resize(asking.ranked_max);
    std::string body = "{\"object\":\"list\",";
    append_member(body, "model", asking.model);
    body += "\"results\":[";
    for (const auto& each : order) {
        if (&each != &order.front()) body += ',';
        body += "{\"index\":";
        append_number(body, each.index);
        body += ",\"relevance_score\":";
        append_score(body, each.per_mille);
        body += '}';
    }
    body += "],\"usage\":{\"total_tokens\":";
    append_number(body, input_tokens(asking));
    body += "}}";
    return body;
}

}  // namespace parley::mock
