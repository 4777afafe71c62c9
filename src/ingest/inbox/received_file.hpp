// A file while it is received: hidden until all of it is on the disk, and gone if that never happens.
//
// Blocking. Not thread-safe.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace parley::ingest {

class received_file {
public:
    // Makes the folder when it is missing. errc::storage when nothing can be written there.
    static result<received_file> begin_in(const std::filesystem::path& folder);

    received_file(received_file&&) noexcept;
    received_file& operator=(received_file&&) = delete;
    ~received_file();

    // errc::storage when the disk is full, for one.
    result<void> write(std::string_view bytes);

    // Gives it its name, in the place of what has that name now. Durable on return; gone after an error.
    result<void> keep_as(const std::string& name);

    // Removes what a kill has left of others. No file may be received there meanwhile.
    static void sweep(const std::filesystem::path& folder);

private:
    received_file(descriptor file, std::filesystem::path path);

    descriptor file_;
    std::filesystem::path path_;  // empty: it has its name
};

}  // namespace parley::ingest
