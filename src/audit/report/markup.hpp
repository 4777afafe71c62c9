// Text as it stands between the tags of XML and HTML, and in quoted attributes.
#pragma once

#include <string>
#include <string_view>

namespace parley::audit {

// Characters that XML 1.0 (§2.2) forbids, and bytes that are none, become U+FFFD.
std::string markup_text(std::string_view text);

}  // namespace parley::audit
