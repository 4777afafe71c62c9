#include "http/detail/file_body.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace parley::http {

result<std::shared_ptr<const file_body>> file_body::open(const std::filesystem::path& path)
{
    // O_NONBLOCK: a FIFO must not hold the pool's thread until somebody writes to it.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == EMFILE || errno == ENFILE)
            return error{errc::busy, "No file descriptor is free: raise the limit of open files."};
        return error{errc::not_found, "There is no such file."};
    }
    struct stat facts {};
    const bool is_file = ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
    const std::shared_ptr<const file_body> file(
        new file_body(descriptor, is_file ? static_cast<std::uint64_t>(facts.st_size) : 0,
                      std::chrono::sys_seconds(std::chrono::seconds(facts.st_mtim.tv_sec))));
    if (!is_file) return error{errc::not_found, "There is no such file."};
    return file;
}

file_body::~file_body()
{
    ::close(descriptor_);
}

void file_body::warm(std::uint64_t offset, std::size_t bytes) const
{
    std::array<char, 32 * 1024> unused;
    while (bytes > 0) {
        const auto wanted = std::min(bytes, unused.size());
        const auto got = ::pread(descriptor_, unused.data(), wanted, static_cast<off_t>(offset));
        if (got <= 0) return;
        offset += static_cast<std::uint64_t>(got);
        bytes -= static_cast<std::size_t>(got);
    }
}

}  // namespace parley::http
