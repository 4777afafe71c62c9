#include "retrieval/sqlite/writer_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace parley::retrieval {
namespace {

// What the holder wrote about itself. Only for the message: the lock is the kernel's, not the text.
std::string holder_of(int file)
{
    char text[24] = {};
    const auto length = ::pread(file, text, sizeof text - 1, 0);
    if (length <= 0) return "another process";
    return "process " + std::string(text, static_cast<std::size_t>(length));
}

}  // namespace

result<writer_lock> writer_lock::take(const std::filesystem::path& file)
{
    descriptor held(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!held)
        return error{errc::storage, "cannot open " + file.filename().string() +
                                        " in the data folder: " + std::generic_category().message(errno)};
    if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
        return error{errc::busy,
                     holder_of(held.get()) +
                         " is writing to this store: wait for it to end, or use another --data folder"};

    const std::string me = std::to_string(::getpid());
    if (::ftruncate(held.get(), 0) != 0 || ::pwrite(held.get(), me.data(), me.size(), 0) < 0)
        return error{errc::storage, "cannot write to " + file.filename().string() +
                                        " in the data folder: " + std::generic_category().message(errno)};
    return writer_lock(std::move(held));
}

}  // namespace parley::retrieval
