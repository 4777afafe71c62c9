// The environment variables that credentials read, with what they mean: for help, documents and reports.
//
// They are the field's own names, shared with every Azure SDK, so they are not settings of ours and have no
// flag.
#pragma once

#include <span>
#include <string_view>

namespace parley::identity {

struct variable {
    std::string_view name;
    std::string_view meaning;
};

std::span<const variable> variables();

}  // namespace parley::identity
