// A scope names what a token is for; a resource is the same without `/.default`, as some endpoints want it.
#pragma once

#include <string>
#include <string_view>

namespace parley::identity {

// `scope` without exactly one trailing `/.default`; unchanged when it has none.
std::string resource_of(std::string_view scope);

std::string scope_of(std::string_view resource);

}  // namespace parley::identity
