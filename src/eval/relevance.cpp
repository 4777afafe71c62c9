#include "eval/relevance.hpp"

#include <algorithm>
#include <set>

namespace parley::eval {
namespace {

bool has_page(std::string_view source)
{
    return document_of(source).size() < source.size();
}

bool fits(std::string_view source, std::string_view expected)
{
    return source == expected || (!has_page(expected) && document_of(source) == expected);
}

}  // namespace

std::string_view document_of(std::string_view source)
{
    return source.substr(0, source.find(page_mark));
}

bool is_expected(std::string_view source, std::span<const std::string> expected)
{
    return std::any_of(expected.begin(), expected.end(), [&](const auto& one) { return fits(source, one); });
}

double share_found(std::span<const std::string> expected, std::span<const std::string> sources)
{
    if (expected.empty()) return 1;
    const auto found = std::count_if(expected.begin(), expected.end(), [&](const auto& one) {
        return std::any_of(sources.begin(), sources.end(), [&](const auto& each) { return fits(each, one); });
    });
    return static_cast<double>(found) / static_cast<double>(expected.size());
}

std::vector<int> gains_of(std::span<const std::string> ranking, std::span<const std::string> expected)
{
    const bool by_page = std::any_of(expected.begin(), expected.end(), has_page);
    std::set<std::string_view> seen;
    std::set<std::string_view> met;
    std::vector<int> gains;
    for (const std::string_view source : ranking) {
        if (!seen.insert(by_page ? source : document_of(source)).second) continue;
        const auto wanted = std::find_if(expected.begin(), expected.end(),
                                         [&](const auto& one) { return fits(source, one); });
        const bool is_wanted = wanted != expected.end();
        if (!is_wanted || met.insert(*wanted).second) gains.push_back(is_wanted ? 1 : 0);
    }
    return gains;
}

}  // namespace parley::eval
