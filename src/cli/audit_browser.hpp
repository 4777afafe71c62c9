// The browser of an audit: which one, and the pages that are looked at in it.
#pragma once

#include "audit/page/browser_auditor.hpp"
#include "base/settings.hpp"
#include "cli/audit_run.hpp"

namespace parley::cli {

// errc::invalid_input when an option is wrong.
result<audit::browser_options> read_browser_options(const settings& values);

struct visit_round {
    std::vector<audit_visit> visits = {};
    std::vector<audited_visit> audited = {};  // as audit_all fills it
};

// Gives a round when the one before has ended; null: there is none.
using next_round = std::function<result<visit_round*>()>;

// Starts it for all rounds, and audits as many pages side by side as --jobs says, until all are done or
// Ctrl-C.
result<void> audit_in_browser(const audit::browser_options& options, const settings& values, next_round next);

}  // namespace parley::cli
