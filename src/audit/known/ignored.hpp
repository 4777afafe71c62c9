// Findings that somebody decided to leave: each with the rule, where it is, why, and for how long.
//
// They are taken out of what counts, but counted and shown, so that nothing is forgotten.
#pragma once

#include "audit/results.hpp"

#include <boost/json/value.hpp>

#include <cstddef>

namespace parley::audit {

struct ignore_entry {
    std::string rule;
    std::string selector;  // a glob on an element's target; empty: any element
    std::string url;       // a glob on the page's address or name; empty: any page
    std::string reason;
    std::string expires;  // "2026-12-31" is the last day it holds; empty: for good
};

// A JSON array of objects with these members; `rule` and `reason` are required, others unknown.
// errc::invalid_input names the entry by its place in `name`.
result<std::vector<ignore_entry>> read_ignored(const boost::json::value& from, std::string_view name);
result<std::vector<ignore_entry>> read_ignored(std::string_view text, std::string_view name);

class ignore_list {
public:
    // `today` as "2026-01-31"; what expired before holds no longer.
    ignore_list(std::vector<ignore_entry> entries, std::string today);

    // Takes the elements out and gives their number. `page` and `address` are what `url` may match.
    std::size_t take_out_of(page_results& results, std::string_view page, std::string_view address);

    // A sentence for each entry that expired, and for each that matched nothing so far.
    std::vector<std::string> warnings() const;

private:
    struct rule_of_list {
        ignore_entry entry;
        bool is_expired;
        std::size_t matched = 0;
    };

    std::vector<rule_of_list> rules_;
};

}  // namespace parley::audit
