// Takes out of what was found what is known already: ignored findings and those of a baseline.
#pragma once

#include "audit/known/baseline.hpp"
#include "audit/known/ignored.hpp"
#include "cli/audit_pages.hpp"

#include <optional>
#include <span>

namespace parley::cli {

class known_findings {
public:
    // Reads the files that --ignore, --baseline and --write-baseline name. `everywhere` is ignored, too; the
    // pages' own lists hold for them alone. errc::invalid_input.
    static result<known_findings> read(const settings& values, std::vector<audit::ignore_entry> everywhere,
                                       const std::vector<audit_page>& pages);

    // `page` is the place of the outcome's page. What was taken out is noted in the outcome.
    void take_ignored(audit::page_outcome& from, std::size_t page);
    void take_known(audit::page_outcome& from);

    // The findings of these pages as a baseline, and those that the file of --write-baseline, else that of
    // --baseline, has of pages that were not audited.
    std::string baseline_of(std::span<const audit::page_outcome> pages) const;

    // For people: what expired, what was not found any more.
    std::vector<std::string> warnings() const;

private:
    audit::ignore_list everywhere_{{}, ""};
    std::vector<std::pair<std::string, audit::ignore_list>> of_pages_;  // with the pages' names
    std::optional<audit::baseline> baseline_;
    std::optional<audit::baseline> written_before_;
};

}  // namespace parley::cli
