// One writer at a time across processes: a lock on a file that the kernel lets go of when its holder dies.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"

#include <filesystem>
#include <utility>

namespace parley::retrieval {

class writer_lock {
public:
    // errc::busy, with the holder's process id, when another process (or another lock of this one) has it.
    static result<writer_lock> take(const std::filesystem::path& file);

private:
    explicit writer_lock(descriptor file) : file_(std::move(file)) {}

    descriptor file_;  // the kernel's lock ends with it
};

}  // namespace parley::retrieval
