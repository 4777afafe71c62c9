// One step on a page before it is audited, in pa11y's action language: "click element #menu".
//
// The grammar is https://github.com/pa11y/pa11y#actions, with `press KEY` and `audit as NAME` beside it.
#pragma once

#include <string>

namespace parley::audit {

enum class action_kind {
    click,                 // subject: selector
    set_field,             // subject: selector, value: text
    clear_field,           // subject: selector
    check_field,           // subject: selector
    uncheck_field,         // subject: selector
    press,                 // value: key, such as Enter, Tab or Shift+Tab
    wait_for_element,      // subject: selector, value: added, removed, visible or hidden
    wait_for_place,        // subject: url, path or fragment; value: what it is to be
    wait_for_other_place,  // the same, but what it is not to be any more
    wait_for_event,        // subject: selector, value: name of the event
    go_to,                 // value: address
    screenshot,            // value: file
    audit_as,              // value: name of the state that is audited here
};

struct action {
    action_kind kind;
    std::string subject;
    std::string value;
    std::string text;        // as it was written, for messages
    std::string place = {};  // its file and line, as in "steps.txt:3"; empty: it is of no file
};

}  // namespace parley::audit
