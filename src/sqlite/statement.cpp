#include "sqlite/statement.hpp"

namespace parley::sqlite {

result<bool> statement::next()
{
    switch (sqlite3_step(prepared_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default: {
            auto failed = failure();
            reset();
            return failed;
        }
    }
}

std::string_view statement::text(int column) const
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(prepared_.get(), column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column))};
}

std::span<const std::byte> statement::bytes(int column) const
{
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(prepared_.get(), column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column))};
}

int statement::bind_one(int index, std::string_view value)
{
    // A null pointer would bind NULL, and an empty view may hold one.
    const char* bytes = value.data() ? value.data() : "";
    return sqlite3_bind_text64(prepared_.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

int statement::bind_one(int index, std::span<const std::byte> value)
{
    if (value.empty()) return sqlite3_bind_zeroblob(prepared_.get(), index, 0);
    return sqlite3_bind_blob64(prepared_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT);
}

result<void> statement::finish()
{
    for (;;) {
        auto row = next();
        if (!row) return row.error();
        if (!*row) break;
    }
    reset();
    return {};
}

}  // namespace parley::sqlite
