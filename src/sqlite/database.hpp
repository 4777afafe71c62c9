// One connection to one SQLite file: opened with safe settings, and what it refuses said in words.
//
// Blocking: call on a thread that may wait. Not thread-safe, except `interrupt`. SQL comes from our own
// source and values are always bound (statement.hpp); no text from outside ever becomes SQL.
#pragma once

#include "base/error.hpp"
#include "sqlite/detail/idle_statements.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace parley::sqlite {

// `write` creates the file when it is missing and keeps it in WAL mode, durable on commit
// (synchronous=FULL), with foreign keys enforced. `read` never changes what the file says.
enum class access { read, write };

class statement;

// What to do about a file that cannot be read: nothing opens it any more, not even to fill it again.
inline constexpr std::string_view advice_to_start_anew =
    "move it and its -wal and -shm files away, then ingest again";

class database {
public:
    // How long a statement waits for another connection's lock before it fails with errc::busy.
    static constexpr std::chrono::milliseconds busy_timeout{5000};

    // Nothing is there and the mode is `read`: errc::not_found.
    static result<database> open(const std::filesystem::path& file, access mode);

    // One or more statements without parameters and without rows: schema, pragmas.
    result<void> execute(const char* sql);

    // `sql` is one statement; it may outlive this call and must not outlive the database. Compiled once: a
    // statement that is destroyed waits for the next who asks for the same text.
    result<statement> prepare(std::string_view sql);

    // Thread-safe. The statement that runs now fails with errc::cancelled; later ones are not affected.
    void interrupt();

    // Rises when another connection has committed to the file since this one last looked.
    result<std::int64_t> data_version();

    std::int64_t last_insert_id() const;

    // How many rows the last insert, update or delete touched.
    std::int64_t changes() const;

    // The last failure of this connection as our error. `doing` reads on from "cannot".
    error failure(std::string_view doing) const;

private:
    struct closer {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };

    explicit database(sqlite3* handle, std::string name) : handle_(handle), name_(std::move(name)) {}

    std::unique_ptr<sqlite3, closer> handle_;
    std::string name_;  // of the file, without its folder
    // Apart, so that statements find it when the database moves.
    std::unique_ptr<idle_statements> idle_ = std::make_unique<idle_statements>();
};

}  // namespace parley::sqlite
