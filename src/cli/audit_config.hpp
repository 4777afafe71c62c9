// The file of `parley audit`: defaults for its options, and pages with options of their own (docs/audit.md).
//
// An option that is given as a flag or in the environment wins over both. Unknown members are errors.
#pragma once

#include "audit/known/ignored.hpp"
#include "base/settings_parser.hpp"

namespace parley::cli {

struct configured_page {
    std::string target;
    std::string name;  // empty: its address
    settings values;
    std::size_t rules_max = 0;  // `threshold`: so many violated rules are good
    std::vector<audit::ignore_entry> ignored;
};

struct audit_config {
    std::vector<configured_page> pages;
    std::vector<audit::ignore_entry> ignored;  // on every page
};

// Fills what `given` leaves open with the defaults. errc::invalid_input names the member, and the one that it
// may be a slip of.
result<audit_config> read_audit_config(std::string_view text, std::string_view name, command_line& given);

}  // namespace parley::cli
