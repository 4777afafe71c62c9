// The scripts that run beside a page, in its sandbox: expressions for tab::evaluate, made from values.
//
// Each gives text. Values go in as JSON inside a string, so nothing of theirs is ever run.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace parley::audit {

enum class frame_role { top, inner };
enum class still { yes, no };  // whether animations are brought to their end first

// Defines axe in this frame. Once per document is enough, twice is harmless.
std::string engine_script(std::string_view source);

// Starts axe in this frame and gives at once, as JSON,
//     {"frames": [{"context": …, "place": "…", "address": "…", "state": "loaded"|"waiting"|"foreign"}]}
// or {"failed": "why"} when it shows an error page of the browser, {"lacks": "axe"} when it was not defined.
// `context` and `options` are JSON; an empty context is the whole document.
std::string start_script(std::string_view context, std::string_view options, frame_role role, still settled);

// The element of a frame that `start_script` listed.
std::string frame_element(std::size_t index);

// What axe found in this frame: its results when it is the top frame and has no others, else its part.
std::string collect_script();

// The results of all frames, in a tab without a page. `parts` is a JSON list.
std::string finish_script(std::string_view parts, std::string_view options);

// Waits for fonts, ends animations, waits until the document stays as it is; gives {"notes": […]}.
std::string settle_script();

// "yes" as soon as an element matches, "no" when none does after `patience`. Throws for what is no selector.
std::string matches_script(std::string_view selector, std::chrono::milliseconds patience);

// {"title": "…", "address": "…"} of the document.
std::string about_script();

}  // namespace parley::audit
