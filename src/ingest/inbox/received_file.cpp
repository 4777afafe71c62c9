#include "ingest/inbox/received_file.hpp"

#include "base/private_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hidden_prefix = ".incoming-";

error cannot_write()
{
    if (errno == ENOSPC || errno == EDQUOT)
        return {errc::busy, "The server's disk is full: the file was not kept.", std::chrono::seconds(60)};
    return {errc::storage,
            "a file cannot be received in the data folder: " + std::string(std::strerror(errno))};
}

}  // namespace

received_file::received_file(descriptor file, fs::path path) : file_(std::move(file)), path_(std::move(path))
{
}

received_file::received_file(received_file&& other) noexcept
    : file_(std::move(other.file_)), path_(std::exchange(other.path_, {}))
{
}

received_file::~received_file()
{
    if (!path_.empty()) ::unlink(path_.c_str());
}

result<received_file> received_file::begin_in(const fs::path& folder)
{
    if (auto made = make_private_folder(folder); !made) return made.error();
    auto name = (folder / std::string(hidden_prefix)).string() + "XXXXXX";
    descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) return cannot_write();
    return received_file(std::move(file), name);
}

result<void> received_file::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(file_.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot_write();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

result<void> received_file::keep_as(const std::string& name)
{
    const auto folder = path_.parent_path();
    if (::fsync(file_.get()) != 0 || ::rename(path_.c_str(), (folder / name).c_str()) != 0)
        return cannot_write();
    path_ = folder / name;  // its sender hears of a failure, and may rely on the file not being there
    if (auto synced = sync_folder(folder); !synced) return synced;
    path_.clear();
    return {};
}

void received_file::sweep(const fs::path& folder)
{
    std::error_code failed;
    for (auto entry = fs::directory_iterator(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed))
        if (entry->path().filename().string().starts_with(hidden_prefix)) ::unlink(entry->path().c_str());
}

}  // namespace parley::ingest
