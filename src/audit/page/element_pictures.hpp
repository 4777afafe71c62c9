// Pictures of the elements with violations, for people who read the report.
//
// Each element is scrolled to where it can be seen, measured through the frames that it is in, and everything
// is scrolled back. Limits: those of the plan, `picture_width_max` by `picture_height_max` pixels of each,
// and `elements_per_rule_max` elements of a rule.
#pragma once

#include "audit/browser/tab.hpp"
#include "audit/outcome.hpp"

namespace parley::audit {

inline constexpr double picture_width_max = 900;
inline constexpr double picture_height_max = 400;

// Into `to.pictures`, each element once. A page that goes away meanwhile has no more of them.
asio::awaitable<void> take_pictures(tab& of, const page_results& found, picture_limits limits, page_visit& to,
                                    deadline until);

}  // namespace parley::audit
