// What came of one page in one variant (a viewport, a colour scheme): what axe found, or why nobody looked.
//
// A page that was not audited is never a clean page: every report says so.
#pragma once

#include "audit/results.hpp"

#include <chrono>
#include <cstddef>
#include <utility>

namespace parley::audit {

// A frame inside a page that axe has not seen: what is in it was not audited.
struct unseen_frame {
    std::string place;    // its element: a selector per frame, outermost first, joined by " >>> "
    std::string address;  // when it is known
    std::string reason;
    bool is_left_out = false;  // on purpose, or because it has not been loaded yet; else looking failed
};

// An image of an element with a violation, or why there is none.
struct element_picture {
    std::string target;       // as in node::target, joined by " >>> "
    std::string png = {};     // bytes, in base64
    std::string reason = {};  // such as "it is not to be seen"
};

// How the page was looked at; what was not reached is empty.
struct page_visit {
    std::string address = {};  // after redirects
    int status = 0;            // of its answer; 0: no answer
    std::string title = {};
    std::string browser = {};   // name and version
    std::string viewport = {};  // "1280x720"
    std::string scheme = {};    // "light" or "dark"
    std::size_t frames_seen = 0;
    std::vector<unseen_frame> frames_unseen = {};
    std::vector<std::string> notes = {};  // such as "it never became quiet"
    std::vector<std::pair<std::string, std::chrono::milliseconds>> steps = {};  // name and time, in order
    std::vector<element_picture> pictures = {};
    std::size_t pictures_left_out = 0;    // of elements beyond the plan's limits
    std::vector<std::string> links = {};  // that the plan asked for: addresses of the same origin, in order
    bool has_other_links = false;         // that are not among them; the notes say why
};

struct page_outcome {
    std::string page;     // its address, or the name that the configuration gives it
    std::string variant;  // such as "chromium dark 390x844"
    std::string file;     // where its source lies, relative to the repository; empty: not known
    result<page_results> results;
    std::chrono::milliseconds took{0};
    page_visit visit = {};
    impact unsure_counts_from = impact::none;  // what axe cannot tell fails the page from here; none: never
};

}  // namespace parley::audit
