#include "audit/report/joined.hpp"

namespace parley::audit {

std::string joined(const std::vector<std::string>& texts, std::string_view between)
{
    std::string made;
    for (const auto& each : texts) {
        if (&each != texts.data()) made += between;
        made += each;
    }
    return made;
}

}  // namespace parley::audit
