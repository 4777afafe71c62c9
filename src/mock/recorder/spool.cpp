#include "mock/recorder/spool.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>

namespace parley::mock {
namespace {

constexpr std::size_t bytes_max = 15 * 1024 * 1024;  // a fixture file has 16 MiB at most

struct head_of_piece {
    std::int64_t at_us;
    std::uint64_t bytes;
};

error cannot(std::string_view what)
{
    return {errc::storage, std::string(what) + ": " + std::strerror(errno)};
}

}  // namespace

result<spool> spool::open(const std::filesystem::path& folder)
{
    descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file) return spool(std::move(file));
    // Some file systems know no such files: one with a name that is taken away at once.
    auto name = (folder / ".recording-XXXXXX").string();
    file = descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) return cannot("no file can be made in " + folder.string());
    ::unlink(name.c_str());
    return spool(std::move(file));
}

result<void> spool::add(std::chrono::microseconds at, std::string_view bytes)
{
    const std::size_t all = sizeof(head_of_piece) + bytes.size();
    if (bytes_ + all > bytes_max)
        return error{errc::too_large, "it is longer than a fixture file may be (16 MiB)"};
    head_of_piece head{at.count(), bytes.size()};
    const std::array<iovec, 2> parts = {iovec{&head, sizeof head},
                                        iovec{const_cast<char*>(bytes.data()), bytes.size()}};
    const auto written =
        ::pwritev(file_.get(), parts.data(), static_cast<int>(parts.size()), static_cast<off_t>(bytes_));
    if (written < 0) return cannot("it cannot be written");
    if (static_cast<std::size_t>(written) < all)
        return error{errc::storage, "it cannot be written: no space is left on the disk"};
    bytes_ += all;
    ++pieces_;
    return {};
}

result<std::vector<timed_piece>> spool::read_all() const
{
    std::string all(bytes_, '\0');
    for (std::size_t done = 0; done < all.size();) {
        const auto got = ::pread(file_.get(), all.data() + done, all.size() - done, static_cast<off_t>(done));
        if (got < 0) return cannot("what was recorded cannot be read again");
        if (got == 0) return error{errc::storage, "what was recorded is shorter than it was"};
        done += static_cast<std::size_t>(got);
    }
    std::vector<timed_piece> pieces;
    pieces.reserve(pieces_);
    for (std::size_t at = 0; at < all.size();) {
        head_of_piece head{};
        std::memcpy(&head, all.data() + at, sizeof head);
        at += sizeof head;
        pieces.push_back({std::chrono::microseconds(head.at_us), all.substr(at, head.bytes)});
        at += head.bytes;
    }
    return pieces;
}

}  // namespace parley::mock
