// Numbered schema migrations: step N brings a file from version N-1 to N, in a transaction of its own.
//
// The number is SQLite's `user_version`; a new file has 0. Steps are only ever added at the end.
#pragma once

#include "sqlite/database.hpp"

#include <span>

namespace parley::sqlite {

result<int> schema_version(database& of);

// Runs the steps that the file has not seen. A file from a newer program than this one is left alone:
// errc::unsupported.
result<void> migrate(database& file, std::span<const char* const> steps);

// For readers, who must not migrate: errc::unsupported unless the file is exactly at `version`, and
// errc::not_found while it holds nothing yet.
result<void> expect_version(database& file, int version);

}  // namespace parley::sqlite
