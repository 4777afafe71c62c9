// Findings that were there when somebody drew a line: only others count from then on.
//
// A finding is a page's name, a rule and an element's selectors; how often or in which variant of the page it
// is found does not matter. Files for machines, unlike snapshots, which are counts for people to review.
#pragma once

#include "audit/outcome.hpp"

#include <cstddef>
#include <set>
#include <span>
#include <tuple>

namespace parley::audit {

class baseline {
public:
    baseline() = default;

    // Of the violations of these pages, and of what axe cannot tell of them.
    static baseline of(std::span<const page_outcome> pages);

    // And what is known of other pages, or of one that could not be audited in all its variants: not checked
    // is not fixed.
    void keep_unchecked(const baseline& before, std::span<const page_outcome> pages);

    // errc::invalid_input when `text` is not what `text()` makes.
    static result<baseline> read(std::string_view text, std::string_view name);

    // One finding per line, sorted, so that diffs show what came and went.
    std::string text() const;

    // Takes the elements that are known out and gives their number. `page` is a name, as in an outcome.
    std::size_t take_out_of(page_results& results, std::string_view page);

    // Of this page nothing is gone, since some of it was not seen.
    void leave_unchecked(std::string_view page) { unchecked_.emplace(page); }

    // A line for each finding of a page that was looked at and did not have it any more.
    std::vector<std::string> gone() const;

    std::size_t size() const { return known_.size(); }

private:
    using key = std::tuple<std::string, std::string, std::string>;  // page, rule, target

    std::set<key> known_;
    std::set<key> seen_;
    std::set<std::string, std::less<>> visited_;
    std::set<std::string, std::less<>> unchecked_;
};

}  // namespace parley::audit
