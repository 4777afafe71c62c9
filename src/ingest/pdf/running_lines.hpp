// Takes page numbers and running titles off the pages of a document, so that a sentence which crosses a
// page break is whole again.
//
// Only the two outermost lines at the top and bottom are looked at, and only those that stand alone there
// on several pages close to each other. The first page that shows a running title keeps it.
#pragma once

#include <string>
#include <vector>

namespace parley::ingest {

// `pages` in order, clean but not yet unwrapped; blank pages stay in place.
void remove_running_lines(std::vector<std::string>& pages);

}  // namespace parley::ingest
