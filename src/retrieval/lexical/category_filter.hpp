// Which categories a question is about; both sides may be given, and both must hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::retrieval {

struct category_filter {
    std::optional<std::string_view> include = {};
    std::optional<std::string_view> exclude = {};

    // For each of them, whether it passes.
    std::vector<bool> passing(const std::vector<std::string>& categories) const
    {
        std::vector<bool> passes;
        for (const std::string& category : categories)
            passes.push_back((!include || *include == category) && (!exclude || *exclude != category));
        return passes;
    }
};

}  // namespace parley::retrieval
