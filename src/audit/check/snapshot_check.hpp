// Compares a page with the snapshots that are kept beside the source of its test.
//
// <folder of the source>/snapshots/<source without ending>/<test>/<browser>/snapshot.txt, or <name>.txt: the
// files of pytest-axe-playwright-snapshot. Nothing is read from the environment here.
#pragma once

#include "audit/check/checked_page.hpp"
#include "audit/snapshot/snapshot_folder.hpp"

namespace parley::audit {

struct snapshot_test {
    std::filesystem::path source;     // __FILE__ of the test
    std::filesystem::path root = {};  // put before `source` when the sources lie elsewhere than when compiled
    std::string test;                 // "Suite.Test"
    std::string name = {};            // of a snapshot beside others; empty: "snapshot"
    snapshots what = snapshots::are_compared;
};

// Where the snapshots of this test lie.
std::filesystem::path snapshot_folder_of(const snapshot_test& test);

// What differs or was written, as snapshot_folder::text; empty when all is as kept. A page that could not be
// audited differs.
std::string snapshot_complaint(checked_page& page, const snapshot_test& test);

}  // namespace parley::audit
