#include "rag/citation_index.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace parley::rag {

citation_index::citation_index(const std::vector<retrieval::passage>& sources)
{
    for (const auto& source : sources) {
        const auto [at, is_new] = exact_.try_emplace(source.citation, citations_.size());
        if (!is_new) continue;
        citations_.push_back(source.citation);
        longest_ = std::max(longest_, utf8::count(source.citation));
        add_spelling(case_folded(source.citation), at->second);
        if (const auto page = source.citation.rfind("#page="); page != std::string::npos)
            add_spelling(case_folded(std::string_view(source.citation).substr(0, page)), at->second);
    }
}

std::optional<std::string_view> citation_index::find(std::string_view name) const
{
    if (const auto found = exact_.find(name); found != exact_.end()) return citations_[found->second];

    const auto found = loose_.find(case_folded(trimmed(name)));
    if (found == loose_.end() || found->second == ambiguous) return std::nullopt;
    return citations_[found->second];
}

void citation_index::add_spelling(std::string spelling, std::size_t citation)
{
    const auto [at, is_new] = loose_.try_emplace(std::move(spelling), citation);
    if (!is_new) at->second = ambiguous;
}

std::string case_folded(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    for (; !text.empty();) {
        const auto next = utf8::decode(text);
        const auto lower = utf8proc_tolower(static_cast<utf8proc_int32_t>(next.code_point));
        utf8::append(folded, static_cast<char32_t>(lower));
        text.remove_prefix(next.bytes);
    }
    return folded;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view white = " \t\r\n\v\f";
    const auto begin = text.find_first_not_of(white);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

}  // namespace parley::rag
