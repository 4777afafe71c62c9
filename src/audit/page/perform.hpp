// Does the steps of a plan on its page, with real clicks and keys, as a person would before looking.
//
// A step waits a moment for its element to come, be seen and stand still; steps that wait do so until the
// deadline. What a step leads to is loaded before the next one.
#pragma once

#include "audit/browser/tab.hpp"

#include <cstddef>

namespace parley::audit {

// From step `first` on, until the next `audit as` or the end: the index of where it stopped. An error names
// the step and why it failed, and never shows what was written into a field; errc::closed is the page's own
// end.
asio::awaitable<result<std::size_t>> perform(tab& page, const page_plan& plan, std::size_t first,
                                             deadline until);

}  // namespace parley::audit
