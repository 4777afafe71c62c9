#include "ingest/snapshot.hpp"

#include "base/sha256.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace parley::ingest {
namespace {

constexpr std::int64_t source_bytes_max = std::int64_t{2} << 30U;  // far above any manual we have seen
constexpr int attempts_max = 3;                                    // for a file that is being written to

std::string reason_of(int number)
{
    return std::strerror(number);
}

error cannot_copy()
{
    // Being out of descriptors or memory is no fault of the disk, and passes.
    const bool shortage = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    return {shortage ? errc::busy : errc::storage, "cannot write to the data folder: " + reason_of(errno)};
}

result<descriptor> nameless_file(const std::filesystem::path& folder)
{
    descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file) return file;

    // Not every file system knows O_TMPFILE.
    std::string name = (folder / ".incoming-XXXXXX").string();
    file = descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) return cannot_copy();
    ::unlink(name.c_str());
    return file;
}

result<void> write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot_copy();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

constexpr int nowhere = -1;

result<void> begin_again(int file)
{
    if (::lseek(file, 0, SEEK_SET) != 0 || ::ftruncate(file, 0) != 0) return cannot_copy();
    return {};
}

// Hashes what is there now, and copies the same bytes unless `to` is `nowhere`.
result<std::string> copy(int from, int to)
{
    if (::lseek(from, 0, SEEK_SET) != 0) return error{errc::busy, "cannot be read: " + reason_of(errno)};
    if (to != nowhere)
        if (auto begun = begin_again(to); !begun) return begun.error();
    sha256 hash;
    std::array<char, 65536> buffer;
    std::int64_t total = 0;
    for (;;) {
        const auto got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return error{errc::busy, "cannot be read: " + reason_of(errno)};
        if (got == 0) break;
        total += got;
        if (total > source_bytes_max) return error{errc::too_large, "is larger than the limit of 2 GiB"};
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        hash.add(bytes);
        if (to == nowhere) continue;
        if (const auto written = write_all(to, bytes); !written) return written.error();
    }
    if (to != nowhere && ::lseek(to, 0, SEEK_SET) != 0) return cannot_copy();
    return hash.finish();
}

struct copied {
    std::string content_hash;
    file_stamp stamp;
};

// Copies until the source has not changed meanwhile.
result<copied> copy_unchanged(int from, int to)
{
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        struct stat before {};
        struct stat after {};
        if (::fstat(from, &before) != 0 || !S_ISREG(before.st_mode))
            return error{errc::unsupported, "is not a regular file"};
        auto hash = copy(from, to);
        if (!hash) return hash.error();
        if (::fstat(from, &after) == 0 && stamp_of(before) == stamp_of(after))
            return copied{std::move(*hash), stamp_of(after)};
    }
    return error{errc::busy, "kept changing while it was read: ingest again when it is finished"};
}

result<descriptor> open_source(const std::filesystem::path& source)
{
    descriptor opened(::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY));
    if (!opened) return error{errc::not_found, "cannot be opened: " + reason_of(errno)};
    return opened;
}

}  // namespace

file_stamp stamp_of(const struct stat& status)
{
    return {status.st_size, status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec};
}

std::filesystem::path snapshot::path() const
{
    return "/proc/self/fd/" + std::to_string(file.get());
}

result<snapshot> take_snapshot(const std::filesystem::path& source, const std::filesystem::path& folder)
{
    const auto from = open_source(source);
    if (!from) return from.error();
    auto to = nameless_file(folder);
    if (!to) return to.error();
    auto made = copy_unchanged(from->get(), to->get());
    if (!made) return made.error();

    // Parsers get it for reading only: the bytes must stay the ones that were hashed.
    snapshot taken{std::move(*to), std::move(made->content_hash), made->stamp};
    taken.file = descriptor(::open(taken.path().c_str(), O_RDONLY | O_CLOEXEC));
    if (!taken.file) return cannot_copy();
    return taken;
}

result<std::string> hash_of(const std::filesystem::path& source)
{
    const auto from = open_source(source);
    if (!from) return from.error();
    auto made = copy_unchanged(from->get(), nowhere);
    if (!made) return made.error();
    return std::move(made->content_hash);
}

result<std::string> read_whole(int file, std::size_t bytes_max)
{
    struct stat status {};
    if (::fstat(file, &status) != 0) return error{errc::storage, "cannot read the copy of the file"};
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > bytes_max)
        return error{errc::too_large,
                     "is larger than the limit of " + std::to_string(bytes_max >> 20U) + " MiB for its type"};
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const auto got = ::pread(file, bytes.data() + done, size - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return error{errc::storage, "cannot read the copy of the file"};
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

}  // namespace parley::ingest
