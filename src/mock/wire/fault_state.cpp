#include "mock/wire/fault_state.hpp"

#include "mock/fault_names.hpp"

#include <algorithm>

namespace parley::mock {

std::string never_happened(const fault& what, const std::string& why)
{
    const auto* const named =
        std::ranges::find_if(fault_kinds, [&what](const auto& one) { return one.second == what.kind; });
    std::string said = "fault `" + std::string(named == fault_kinds.end() ? "" : named->first) + "`";
    if (what.events > 0) said += " (after " + std::to_string(what.events) + " events)";
    return said + " never happened: " + why;
}

}  // namespace parley::mock
