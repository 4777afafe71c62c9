#include "base/whole_file.hpp"

#include "base/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace parley {
namespace {

error cannot_read(int because)
{
    return {errc::storage, std::string("cannot be read: ") + std::strerror(because)};
}

}  // namespace

result<std::string> read_whole_file(const std::filesystem::path& path, std::size_t bytes_max)
{
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return cannot_read(errno);
    struct stat found {};
    if (::fstat(file.get(), &found) != 0) return cannot_read(errno);
    if (S_ISDIR(found.st_mode)) return cannot_read(EISDIR);

    // Its size is a hint only: a pipe has none, and another program may still be writing.
    std::string text;
    if (found.st_size > 0) text.reserve(std::min(static_cast<std::size_t>(found.st_size), bytes_max));
    std::array<char, 64 * 1024> part;
    for (;;) {
        const auto count = ::read(file.get(), part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(errno);
        if (count == 0) return text;
        if (text.size() + static_cast<std::size_t>(count) > bytes_max)
            return error{errc::too_large, "is longer than " + std::to_string(bytes_max) + " bytes"};
        text.append(part.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace parley
