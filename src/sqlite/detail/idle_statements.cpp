#include "sqlite/detail/idle_statements.hpp"

#include <algorithm>

namespace parley::sqlite {

sqlite3_stmt* idle_statements::take(std::string_view sql)
{
    const auto found =
        std::ranges::find_if(kept_, [sql](const auto& each) { return sqlite3_sql(each.get()) == sql; });
    if (found == kept_.end()) return nullptr;
    auto* const prepared = found->release();
    kept_.erase(found);
    return prepared;
}

void idle_statements::give_back(sqlite3_stmt* prepared)
{
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
    if (kept_.size() == kept_max) kept_.erase(kept_.begin());
    kept_.emplace_back(prepared);
}

}  // namespace parley::sqlite
