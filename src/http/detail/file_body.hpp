// An open file that is to be sent, with what its inode says of it.
//
// `open` and `warm` touch the disk: call them on the blocking pool. Sending is sendfile from the page cache.
#pragma once

#include "base/descriptor.hpp"
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

    int number() const { return file_.get(); }
    std::uint64_t bytes() const { return bytes_; }
    std::chrono::sys_seconds modified() const { return modified_; }

    // Reads a part into the page cache, so that sending it does not wait for the disk.
    void warm(std::uint64_t offset, std::size_t bytes) const;

private:
    file_body(descriptor file, std::uint64_t bytes, std::chrono::sys_seconds modified)
        : file_(std::move(file)), bytes_(bytes), modified_(modified)
    {
    }

    descriptor file_;
    std::uint64_t bytes_;
    std::chrono::sys_seconds modified_;
};

}  // namespace parley::http
