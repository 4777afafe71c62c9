// One writer at a time across processes: a lock on a file that the kernel lets go of when its holder dies.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <utility>

namespace parley::retrieval {

class writer_lock {
public:
    // errc::busy, with the holder's process id, when another process (or another lock of this one) has it.
    static result<writer_lock> take(const std::filesystem::path& file);

    writer_lock(writer_lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    writer_lock& operator=(writer_lock&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~writer_lock();

private:
    explicit writer_lock(int descriptor) : descriptor_(descriptor) {}

    int descriptor_;
};

}  // namespace parley::retrieval
