// Which pages `parley audit` looks at, and how: from operands, sitemap and configuration to plans.
#pragma once

#include "audit/targets/target.hpp"
#include "cli/audit_config.hpp"
#include "cli/audit_options.hpp"

namespace parley::cli {

struct audit_page {
    audit::target where;
    std::string name;           // as the configuration says, else that of the target
    std::string snapshot_name;  // the same, else the path of its address
    audit_page_options options;
    std::vector<audit::ignore_entry> ignored;
    std::string linked_from = {};  // the page that led to it; empty: it was named
};

// Operands and `sitemap` come with the options of the run; without either it is the configured pages. A page
// that is named twice is there once. errc::invalid_input when something is wrong, or nothing is named.
result<std::vector<audit_page>> find_pages(const command_line& given,
                                           const std::vector<std::string>& operands,
                                           const std::vector<std::string>& sitemap,
                                           const audit_config& config);

// Two pages cannot keep one snapshot.
result<void> check_snapshot_names(const std::vector<audit_page>& pages);

}  // namespace parley::cli
