#include "ingest/table_rows.hpp"

namespace parley::ingest {

std::string row_line(const table_row& header, const table_row& cells)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].empty()) continue;
        if (!line.empty()) line += " | ";
        if (i < header.size() && !header[i].empty()) line += header[i] + ": ";
        line += cells[i];
    }
    return line;
}

}  // namespace parley::ingest
