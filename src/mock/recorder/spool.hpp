// The bytes of an answer as they come, with their times, in a file without a name.
//
// Nobody else can see the file, and it is gone when the program ends, however it ends: what has not been
// cleared of keys is nowhere to be found. Writes go into the system's cache, a few microseconds each, so they
// are made on the loop itself. Belongs to one thread at a time.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"

#include <chrono>
#include <filesystem>
#include <string_view>
#include <vector>

namespace parley::mock {

struct timed_piece {
    std::chrono::microseconds at;  // from the request on
    std::string bytes;

    bool operator==(const timed_piece&) const = default;
};

class spool {
public:
    // In the file system of `folder`, which exists. errc::storage.
    static result<spool> open(const std::filesystem::path& folder);

    // errc::storage: the disk is full, or fails; errc::too_large: more than a fixture file may hold.
    result<void> add(std::chrono::microseconds at, std::string_view bytes);

    std::size_t pieces() const { return pieces_; }

    // All of them, in order. errc::storage.
    result<std::vector<timed_piece>> read_all() const;

private:
    explicit spool(descriptor file) : file_(std::move(file)) {}

    descriptor file_;
    std::size_t bytes_ = 0;  // of the file
    std::size_t pieces_ = 0;
};

}  // namespace parley::mock
