#include "eval/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace parley::eval {
namespace {

std::span<const int> first(std::span<const int> gains, std::size_t k)
{
    return gains.first(std::min(k, gains.size()));
}

double discounted(std::span<const int> gains)
{
    double sum = 0;
    for (std::size_t i = 0; i < gains.size(); ++i) sum += gains[i] / std::log2(static_cast<double>(i) + 2);
    return sum;
}

}  // namespace

double ndcg(std::span<const int> gains, std::vector<int> relevant, std::size_t k)
{
    std::sort(relevant.rbegin(), relevant.rend());
    const double best = discounted(first(relevant, k));
    return best > 0 ? discounted(first(gains, k)) / best : 0;
}

double recall(std::span<const int> gains, std::size_t relevant, std::size_t k)
{
    const auto seen = first(gains, k);
    const auto found = std::count_if(seen.begin(), seen.end(), [](int gain) { return gain > 0; });
    return relevant > 0 ? static_cast<double>(found) / static_cast<double>(relevant) : 0;
}

double reciprocal_rank(std::span<const int> gains, std::size_t k)
{
    const auto seen = first(gains, k);
    const auto found = std::find_if(seen.begin(), seen.end(), [](int gain) { return gain > 0; });
    return found == seen.end() ? 0 : 1 / static_cast<double>(found - seen.begin() + 1);
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty()) return 0;
    const auto count = static_cast<double>(values.size());
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(std::ceil(share * count), 1.0, count)) - 1;
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

}  // namespace parley::eval
