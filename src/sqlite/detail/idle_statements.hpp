// Prepared statements that nobody uses at the moment: compiling a short statement costs more than running it.
//
// Belongs to one connection and is not thread-safe. Keeps the last `kept_max`; the rest is finalised.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace parley::sqlite {

class idle_statements {
public:
    // The one with this very text, or null.
    sqlite3_stmt* take(std::string_view sql);

    // Lets go of its row, its locks and its values.
    void give_back(sqlite3_stmt* prepared);

private:
    static constexpr std::size_t kept_max = 16;  // more than any connection of ours uses in turn

    struct finalizer {
        void operator()(sqlite3_stmt* prepared) const { sqlite3_finalize(prepared); }
    };
    std::vector<std::unique_ptr<sqlite3_stmt, finalizer>> kept_;  // the latest at the end
};

}  // namespace parley::sqlite
