// One prepared statement: bind values, walk rows.
//
// Blocking, not thread-safe; must not outlive its database. Binding starts it afresh, so one statement
// serves many times. Columns are numbered from 0, parameters from 1 (in the order of `bind`).
#pragma once

#include "base/error.hpp"
#include "sqlite/detail/idle_statements.hpp"

#include <sqlite3.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace parley::sqlite {

class statement {
public:
    // Resets the statement and binds every parameter in order: integers, doubles, texts, bytes. The last two
    // are copied.
    template <class... Values>
    result<void> bind(const Values&... values)
    {
        reset();
        int index = 0;
        int code = SQLITE_OK;
        ((code = code == SQLITE_OK ? bind_one(++index, values) : code), ...);
        if (code != SQLITE_OK) return failure();
        return {};
    }

    // Binds and runs to the end, for statements whose rows nobody needs.
    template <class... Values>
    result<void> run(const Values&... values)
    {
        if (auto bound = bind(values...); !bound) return bound;
        return finish();
    }

    // Steps: true when there is a row to read, false at the end.
    result<bool> next();

    // Lets go of the read lock and the row.
    void reset() { sqlite3_reset(prepared_.get()); }

    std::int64_t integer(int column) const { return sqlite3_column_int64(prepared_.get(), column); }
    double real(int column) const { return sqlite3_column_double(prepared_.get(), column); }
    // Valid until the next step; empty for null.
    std::string_view text(int column) const;
    std::span<const std::byte> bytes(int column) const;  // as `text`

private:
    friend class database;
    struct returner {
        idle_statements* to;
        void operator()(sqlite3_stmt* prepared) const { to->give_back(prepared); }
    };

    statement(sqlite3_stmt* prepared, idle_statements& from, std::string name)
        : prepared_(prepared, returner{&from}), name_(std::move(name))
    {
    }

    int bind_one(int index, std::integral auto value)
    {
        return sqlite3_bind_int64(prepared_.get(), index, static_cast<std::int64_t>(value));
    }
    int bind_one(int index, double value) { return sqlite3_bind_double(prepared_.get(), index, value); }
    int bind_one(int index, std::string_view value);
    int bind_one(int index, std::span<const std::byte> value);

    result<void> finish();
    error failure() const;

    std::unique_ptr<sqlite3_stmt, returner> prepared_;
    std::string name_;
};

}  // namespace parley::sqlite
