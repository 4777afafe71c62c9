// `parley audit snapshot`: compares the outcomes of an audit with the snapshots that are kept, or writes
// them.
#pragma once

#include "audit/outcome.hpp"
#include "audit/snapshot/snapshot_folder.hpp"
#include "base/settings_parser.hpp"
#include "cli/audit_output.hpp"
#include "cli/exit_status.hpp"

#include <optional>

namespace parley::cli {

enum class snapshot_verb { said, none };

struct snapshot_plan {
    std::filesystem::path folder;
    audit::snapshot_rules rules;
};

// Nothing when snapshots are not asked for, or --strict leaves them aside. errc::invalid_input when an option
// of snapshots stands alone.
result<std::optional<snapshot_plan>> read_snapshot_plan(const command_line& given, snapshot_verb verb);

// Says what changed: on standard output, unless one of `outputs` is there.
exit_status settle_snapshots(const snapshot_plan& plan, const std::vector<audit::page_outcome>& outcomes,
                             const std::vector<audit::snapshot_place>& places,
                             const std::vector<audit_output>& outputs);

}  // namespace parley::cli
