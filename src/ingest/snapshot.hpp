// A private copy of a source file and the hash of exactly those bytes.
//
// A file may change while it is read. Hash, stored copy and text are all made from the snapshot, so they
// always agree. The copy has no name: it is gone when the descriptor closes, even after a kill.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace parley::ingest {

struct file_stamp {
    std::int64_t size_bytes = 0;
    std::int64_t modified_ns = 0;

    friend bool operator==(const file_stamp&, const file_stamp&) = default;
};

file_stamp stamp_of(const struct stat& status);

struct snapshot {
    descriptor file;  // open for reading, at its beginning
    std::string content_hash;
    file_stamp stamp;  // of the source, the same before and after it was copied

    // A name under which this process can open the copy.
    std::filesystem::path path() const;
};

// Fails with storage when `folder` cannot take the copy (disk full), which ends a run; anything else
// concerns this file alone, and is busy when reading it again may end otherwise (a disk that errs). Never
// waits on a pipe or a device: only regular files are read.
result<snapshot> take_snapshot(const std::filesystem::path& source, const std::filesystem::path& folder);

// The hash alone, without a copy. Fails as `take_snapshot` does, but never with storage.
result<std::string> hash_of(const std::filesystem::path& source);

// The whole of `file` from its beginning; too_large above the limit.
result<std::string> read_whole(int file, std::size_t bytes_max);

}  // namespace parley::ingest
