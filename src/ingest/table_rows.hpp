// Rows of a table as lines that can be understood alone: every row carries the header with it.
//
// "Name: Ada | Born: 1815" when the table has a header, "Ada | 1815" when it has none.
#pragma once

#include <string>
#include <vector>

namespace parley::ingest {

using table_row = std::vector<std::string>;  // cells, single-spaced

std::string row_line(const table_row& header, const table_row& cells);

}  // namespace parley::ingest
