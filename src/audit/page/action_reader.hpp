// Reads steps on a page as people write them: pa11y's action language, and `press KEY`, `audit as NAME`.
//
// Words of the language are in any case; the words "element" and "field" may be left out, as in pa11y.
#pragma once

#include "audit/page/action.hpp"
#include "base/error.hpp"

#include <string_view>
#include <vector>

namespace parley::audit {

// errc::invalid_input with the step as it was written, but for what may be a secret, and what the language
// has.
result<action> read_action(std::string_view text);

// One step per line; blank lines and those that begin with `#` are none. A line may be an item of a YAML
// list, in quotes or not. Errors begin with `name:line`, now and when a step fails later.
result<std::vector<action>> read_actions(std::string_view text, std::string_view name);

}  // namespace parley::audit
