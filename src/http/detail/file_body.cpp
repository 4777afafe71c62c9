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
    descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened) {
        if (errno == EMFILE || errno == ENFILE)
            return error{errc::busy, "No file descriptor is free: raise the limit of open files."};
        return error{errc::not_found, "There is no such file."};
    }
    struct stat facts {};
    if (::fstat(opened.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return error{errc::not_found, "There is no such file."};
    return std::shared_ptr<const file_body>(
        new file_body(std::move(opened), static_cast<std::uint64_t>(facts.st_size),
                      std::chrono::sys_seconds(std::chrono::seconds(facts.st_mtim.tv_sec))));
}

void file_body::warm(std::uint64_t offset, std::size_t bytes) const
{
    std::array<char, 32 * 1024> unused;
    while (bytes > 0) {
        const auto wanted = std::min(bytes, unused.size());
        const auto got = ::pread(file_.get(), unused.data(), wanted, static_cast<off_t>(offset));
        if (got <= 0) return;
        offset += static_cast<std::uint64_t>(got);
        bytes -= static_cast<std::size_t>(got);
    }
}

}  // namespace parley::http
