#include "sqlite/database.hpp"

#include "sqlite/statement.hpp"

#include <cerrno>
#include <system_error>

namespace parley::sqlite {
namespace {

struct verdict {
    errc code;
    std::string reason;
};

bool means_no_space(int system_error)
{
    return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

// What a primary result code means to the person who runs us.
verdict judge(int extended, int system_error, const char* message)
{
    // ENOSPC arrives as SQLITE_FULL. A quota or a limit on file size arrives as a failed write, mostly
    // without the system's reason, because SQLite has rolled back since.
    if (extended == SQLITE_IOERR_WRITE && (system_error == 0 || means_no_space(system_error)))
        return {errc::storage, "a write failed: the disk is full, or a quota or file size limit is reached"};
    switch (extended & 0xff) {
        case SQLITE_FULL:
            return {errc::storage, "the disk is full: free some space and try again"};
        case SQLITE_READONLY:
            return {errc::storage, "it is read-only: give this user write access to the file and its folder"};
        case SQLITE_CORRUPT:
            return {errc::storage, "it is corrupt: " + std::string(advice_to_start_anew)};
        case SQLITE_NOTADB:
            return {errc::storage,
                    "it is not a database, or it is corrupt: " + std::string(advice_to_start_anew)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {errc::busy, "another process is writing to it: try again later"};
        case SQLITE_INTERRUPT:
            return {errc::cancelled, "the work was interrupted"};
        case SQLITE_CONSTRAINT:
            return {errc::invalid_input, message};
        case SQLITE_CANTOPEN:
            return {errc::storage,
                    "it, or its -wal and -shm files beside it, cannot be opened: the folder must be there "
                    "and be writable, also for reading"};
        case SQLITE_NOMEM:
            return {errc::storage, "there is not enough memory"};
        case SQLITE_IOERR:
            return {errc::storage,
                    std::string("the disk reported an error: ") +
                        (system_error ? std::generic_category().message(system_error) : message)};
        default:
            return {errc::storage, message};
    }
}

error describe(sqlite3* handle, const std::string& name, std::string_view doing)
{
    const int extended = sqlite3_extended_errcode(handle);
    auto [code, reason] = judge(extended, sqlite3_system_errno(handle), sqlite3_errmsg(handle));
    return error{code, "cannot " + std::string(doing) + " " + name + ": " + reason};
}

constexpr const char* writer_settings =
    "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;";
// Reading the schema opens the -wal and -shm files, so that what is wrong with them is said at once.
constexpr const char* reader_settings = "pragma query_only = on; pragma schema_version;";

}  // namespace

result<database> database::open(const std::filesystem::path& file, access mode)
{
    std::error_code unknown;
    if (mode == access::read && !std::filesystem::exists(file, unknown))
        return error{errc::not_found, file.filename().string() + " does not exist"};

    const int flags =
        mode == access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (!handle) return error{errc::storage, "there is not enough memory to open a database"};

    database opened(handle, file.filename().string());
    if (code != SQLITE_OK) return opened.failure("open");
    sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
    if (auto set = opened.execute(mode == access::write ? writer_settings : reader_settings); !set)
        return set.error();
    return opened;
}

result<void> database::execute(const char* sql)
{
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure("change");
    return {};
}

result<statement> database::prepare(std::string_view sql)
{
    sqlite3_stmt* prepared = idle_->take(sql);
    if (!prepared && sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &prepared,
                                        nullptr) != SQLITE_OK)
        return failure("read");
    return statement(prepared, *idle_, name_);
}

void database::interrupt()
{
    sqlite3_interrupt(handle_.get());
}

result<std::int64_t> database::data_version()
{
    auto asked = prepare("pragma data_version");
    if (!asked) return asked.error();
    auto row = asked->next();
    if (!row) return row.error();
    return asked->integer(0);
}

std::int64_t database::last_insert_id() const
{
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t database::changes() const
{
    return sqlite3_changes64(handle_.get());
}

error database::failure(std::string_view doing) const
{
    return describe(handle_.get(), name_, doing);
}

error statement::failure() const
{
    sqlite3* handle = sqlite3_db_handle(prepared_.get());
    return describe(handle, name_, sqlite3_stmt_readonly(prepared_.get()) ? "read" : "write to");
}

}  // namespace parley::sqlite
