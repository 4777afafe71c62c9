// The elements behind a snapshot's numbers: a file of JSON beside it, so that one bad element in place of
// another is seen.
//
// `[{"rule": …, "impact": …, "targets": […]}]`, a rule per line, rules and targets sorted. Kept by those who
// ask for it: selectors change more often than numbers.
#pragma once

#include "audit/results.hpp"

#include <map>

namespace parley::audit {

// Of each violated rule, sorted; an element stands there as often as it is found.
using snapshot_targets = std::map<std::string, std::vector<std::string>, std::less<>>;

snapshot_targets targets_of(const page_results& of);
std::string snapshot_targets_text(const page_results& of);

// errc::malformed with `name` for what is no such file.
result<snapshot_targets> read_snapshot_targets(std::string_view text, std::string_view name);

struct target_changes {
    snapshot_targets added;  // of rules that were violated before, too
    snapshot_targets removed;
};

target_changes compare_targets(const snapshot_targets& before, const snapshot_targets& now);

// For people; empty when nothing changed.
std::string changes_text(const target_changes& changes, std::string_view update);

}  // namespace parley::audit
