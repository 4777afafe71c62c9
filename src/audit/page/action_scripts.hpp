// The scripts that do a step on a page: expressions for tab::evaluate, made from values.
//
// Each tries until it is done or its patience ends, and gives JSON: {"why": "…"} when it could not be done;
// else
// {} or, for `place_to_click`, {"x": …, "y": …} in the window.
#pragma once

#include "audit/page/action.hpp"

#include <chrono>

namespace parley::audit {

using script_patience = std::chrono::milliseconds;

// Where a person would click an element: scrolled to, at rest and covered by nothing.
std::string place_to_click(const std::string& selector, script_patience patience);

// set_field, clear_field, check_field and uncheck_field, with the events that a person's hand would cause.
std::string change_field(const action& step, script_patience patience);

// wait_for_element, wait_for_place, wait_for_other_place and wait_for_event.
std::string wait_in_page(const action& step, script_patience patience);

// {"address": "…"}: `address` as a link on the page would mean it.
std::string resolve_address(const std::string& address);

// {"width": …, "height": …} of the whole page.
std::string page_size();

// Lets what a step began get under way.
std::string take_turns();

}  // namespace parley::audit
