// Audits pages side by side, with as many auditors as there are. Outcomes are in the order of the pages,
// whichever was ready first.
#pragma once

#include "audit/page/auditor.hpp"
#include "audit/verdict.hpp"
#include "base/error.hpp"

#include <functional>
#include <memory>

namespace parley::cli {

namespace asio = boost::asio;

// A page in one view.
struct audit_visit {
    std::size_t page = 0;  // its place among the pages
    std::string name = {};
    std::string file = {};
    std::string view = {};  // what tells it from other views of the page; empty: there is only one
    audit::page_plan plan = {};
    audit::thresholds limits = {};
    std::int64_t retries = 0;  // while it fails by `limits`
    std::chrono::milliseconds interval{0};
    std::function<void(audit::page_outcome&)> take_known = {};  // takes out what never fails; empty: nothing
};

struct audited_visit {
    std::vector<audit::page_outcome> outcomes = {};  // none: it was not come to
    std::vector<std::string> states = {};            // of each outcome: `audit as`, empty for the end
};

using auditors = std::vector<std::unique_ptr<audit::auditor>>;

// `into` has a place per visit, filled as they end: what is there when the run is stopped is whole.
// `on_visit` hears how many have ended.
asio::awaitable<result<void>> audit_all(const auditors& by, const std::vector<audit_visit>& visits,
                                        std::vector<audited_visit>& into,
                                        std::function<void(std::size_t)> on_visit);

}  // namespace parley::cli
