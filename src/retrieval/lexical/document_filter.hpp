// Which documents a question is about; what is given must all hold.
#pragma once

#include "retrieval/lexical/segment.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

struct document_filter {
    std::optional<std::string_view> include_category = {};
    std::optional<std::string_view> exclude_category = {};
    std::optional<std::span<const std::string>> ids = {};  // sorted; nothing: any
};

// Those of one segment that pass. The segment outlives it.
class passing_documents {
public:
    passing_documents(const segment& in, const document_filter& about) : in_(in)
    {
        for (const auto& category : in.categories)
            categories_.push_back((!about.include_category || *about.include_category == category) &&
                                  (!about.exclude_category || *about.exclude_category != category));
        if (!about.ids) return;
        for (std::uint32_t each = 0; each < in.documents.size(); ++each)
            named_.push_back(std::binary_search(about.ids->begin(), about.ids->end(), in.document_id(each),
                                                std::less<>()));
    }

    bool contains(std::uint32_t document) const
    {
        return categories_[in_.documents[document].category] && (named_.empty() || named_[document]);
    }

private:
    const segment& in_;
    std::vector<bool> categories_;
    std::vector<bool> named_;  // by document; empty: any
};

}  // namespace parley::retrieval
