// Pages become visits, those become outcomes: one round of them, or with --crawl a round more for the pages
// that the last one led to.
#pragma once

#include "cli/audit_browser.hpp"
#include "cli/audit_known.hpp"
#include "cli/audit_output.hpp"
#include "cli/audit_pages.hpp"

namespace parley::cli {

struct audited_pages {
    std::vector<audit_visit> visits = {};
    std::vector<audited_visit> audited = {};  // of each visit; what a stopped run did not come to says so
    bool is_stopped = false;                  // by Ctrl-C, or because the browser is gone for good
    bool has_seen_all = true;                 // of a crawl: no page stands between it and others
};

// Folders are served while it runs. `pages` grows by those that are found; retries look at what is not known.
// Fails when there is no browser.
result<audited_pages> audit_rounds(std::vector<audit_page>& pages, const audit::browser_options& browser,
                                   const std::vector<audit_output>& outputs, const settings& values,
                                   const known_findings& known);

// Complains, once a run, that Chromium has no sandbox when root starts it.
void say_what_root_means(const settings& values);

}  // namespace parley::cli
