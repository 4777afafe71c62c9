// An open file that is to be sent, with what its inode says of it.
//
// `open` and `warm` touch the disk: call them on the blocking pool. Sending is sendfile from the page cache.
#pragma once

#include "base/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace parley::http {

class file_body {
public:
    // Regular files only: errc::not_found for everything else, so that nothing tells what else is there.
    static result<std::shared_ptr<const file_body>> open(const std::filesystem::path& path);

    ~file_body();
    file_body(const file_body&) = delete;
    file_body& operator=(const file_body&) = delete;

    int descriptor() const { return descriptor_; }
    std::uint64_t bytes() const { return bytes_; }
    std::chrono::sys_seconds modified() const { return modified_; }

    // Reads a part into the page cache, so that sending it does not wait for the disk.
    void warm(std::uint64_t offset, std::size_t bytes) const;

private:
    file_body(int descriptor, std::uint64_t bytes, std::chrono::sys_seconds modified)
        : descriptor_(descriptor), bytes_(bytes), modified_(modified)
    {
    }

    int descriptor_;
    std::uint64_t bytes_;
    std::chrono::sys_seconds modified_;
};

}  // namespace parley::http
