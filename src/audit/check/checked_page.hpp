// A page that a test looks at: where it is, what is done on it first, and what axe found there.
//
//     checked_page page(browser, "http://127.0.0.1:8080/basket");
//     page.act("click element #menu").act("audit as menu open");
//
// Looked at when first asked, and anew when something of it was changed since.
#pragma once

#include "audit/check/local_browser.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace parley::audit {

class checked_page {
public:
    // `browser` outlives this. The plan has all that `parley audit` can be told of a page.
    checked_page(local_browser& browser, page_plan plan) : browser_(browser), plan_(std::move(plan)) {}
    checked_page(local_browser& browser, std::string_view address);
    static checked_page of_file(local_browser& browser, const std::filesystem::path& file);

    // A step in the action language. One that cannot be read is what the page then fails with.
    checked_page& act(std::string_view step);

    // For changes.
    page_plan& plan();

    // One for each `audit as`, then one for the end of the steps.
    const std::vector<page_outcome>& outcomes();

    const local_browser& browser() const { return browser_; }

    // The name of the state that each outcome is of; empty for the end.
    std::vector<std::string> states() const;

private:
    local_browser& browser_;
    page_plan plan_;
    std::optional<error> mistake_;  // in a step
    std::vector<page_outcome> outcomes_;
};

// What nobody looked at, a line each: the page with why it could not be audited, or frames in it that were
// tried. Empty: it was seen whole.
std::string unseen_in(const page_outcome& outcome, std::string_view title);

// The violations of all its states that have this impact or more, as text_report has them, and what nobody
// looked at; empty for a page without any. A rule without an impact counts as minor.
std::string complaint_about(checked_page& page, impact least = impact::minor);

}  // namespace parley::audit
