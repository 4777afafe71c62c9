#include "retrieval/sqlite/store_state.hpp"

#include "retrieval/sqlite/store_sql.hpp"
#include "sqlite/statement.hpp"

namespace parley::retrieval {

result<store_state> read_state(sqlite::database& from)
{
    auto asked = from.prepare(sql::read_state);
    if (!asked) return asked.error();
    auto row = asked->next();
    if (!row) return row.error();
    if (!*row)
        return error{errc::storage,
                     "parley.db has lost its state: " + std::string(sqlite::advice_to_start_anew)};
    return store_state{std::string(asked->text(0)), asked->integer(1), asked->integer(2)};
}

}  // namespace parley::retrieval
