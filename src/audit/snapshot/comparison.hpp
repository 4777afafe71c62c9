// What changed between the snapshot that is kept and what the page has now, in the words of
// pytest-axe-playwright-snapshot 0.0.6.
//
// Good news is a difference, too: a file that lags behind the page would let the same faults back in.
#pragma once

#include "audit/snapshot/snapshot.hpp"

namespace parley::audit {

// `before` and `now` are `rule (impact)`.
struct impact_change {
    std::string rule;
    std::string before;
    std::string now;
};

// Keys of snapshots, each list sorted.
struct snapshot_changes {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::vector<std::string> increased;
    std::vector<std::string> decreased;
    std::vector<impact_change> reweighed;  // not in `added` and `removed`, where the plugin has them
};

snapshot_changes compare_snapshots(const snapshot_counts& before, const snapshot_counts& now);

bool is_same(const snapshot_changes& changes);
bool is_only_good_news(const snapshot_changes& changes);  // fewer or gone, and at least one of them

// Empty when nothing changed. `now` has the elements of what is new; `update` is the command that writes the
// file anew, as `pytest --snapshot-update`.
std::string changes_text(const snapshot_changes& changes, const page_results& now, std::string_view update);

}  // namespace parley::audit
