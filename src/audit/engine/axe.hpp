// The accessibility engine as it is in this program: axe-core, unmodified, MPL-2.0.
//
// It comes from the npm package axe-core at the version and hash of web/package-lock.json; see
// cmake/EmbedAxe.cmake.
#pragma once

#include <string>
#include <string_view>

namespace parley::audit {

std::string_view axe_source();
std::string_view axe_version();
std::string_view axe_licence();  // to be shown with the program's own, that of its dependencies included

// The version that a source names in its first comment; empty: it names none.
std::string version_of_axe(std::string_view source);

}  // namespace parley::audit
