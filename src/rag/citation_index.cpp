#include "rag/citation_index.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "rag/text.hpp"

#include <algorithm>

namespace parley::rag {
namespace {

std::string_view without_page(std::string_view citation)
{
    return citation.substr(0, citation.rfind("#page="));
}

}  // namespace

citation_index::citation_index(const std::vector<retrieval::passage>& sources)
{
    citations_.reserve(sources.size());
    for (const auto& source : sources) {
        if (std::ranges::find(citations_, source.citation) != citations_.end()) continue;
        citations_.push_back(source.citation);
        longest_ = std::max(longest_, utf8::count(source.citation));
    }
}

std::optional<std::string_view> citation_index::find(std::string_view name) const
{
    const auto exact = std::ranges::find(citations_, name);
    if (exact != citations_.end()) return *exact;

    const auto wanted = ascii::trimmed(name);
    std::optional<std::string_view> fitting;
    for (const std::string_view citation : citations_) {
        if (!equals_without_case(wanted, citation) && !equals_without_case(wanted, without_page(citation)))
            continue;
        if (fitting) return std::nullopt;
        fitting = citation;
    }
    return fitting;
}

}  // namespace parley::rag
