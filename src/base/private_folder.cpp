#include "base/private_folder.hpp"

#include "base/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr mode_t for_its_owner = S_IRWXU;
constexpr mode_t as_usual = S_IRWXU | S_IRWXG | S_IRWXO;  // less what the user's mask takes away

std::string reason_of(int number)
{
    return std::generic_category().message(number);
}

// `folder` is absolute and does not end with a slash.
result<void> make_folder(const fs::path& folder, mode_t mode)
{
    std::error_code absent;
    if (fs::is_directory(folder, absent)) return {};
    if (auto made = make_folder(folder.parent_path(), as_usual); !made) return made;
    if (::mkdir(folder.c_str(), mode) != 0) {
        const int failure = errno;
        if (failure != EEXIST) return error{errc::storage, reason_of(failure)};
        if (!fs::is_directory(folder, absent)) return error{errc::storage, reason_of(ENOTDIR)};
    }
    return sync_folder(folder.parent_path());
}

}  // namespace

result<void> make_private_folder(const fs::path& folder)
{
    std::error_code failure;
    fs::path whole = fs::absolute(folder, failure);
    if (failure) return error{errc::storage, failure.message()};
    if (!whole.has_filename()) whole = whole.parent_path();
    return make_folder(whole, for_its_owner);
}

void make_private_file(const fs::path& file)
{
    const descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

result<void> sync_folder(const fs::path& folder)
{
    const descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened && ::fsync(opened.get()) == 0) return {};
    return error{errc::storage,
                 "cannot write the folder " + folder.string() + " to disk: " + reason_of(errno)};
}

}  // namespace parley
