#include "audit/browser/profile_folder.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>

namespace parley::audit {
namespace {

namespace files = std::filesystem;

constexpr auto prefix = "parley-browser-";
constexpr auto lock_name = "lock";

// A folder this young may be about to get its lock from another process.
constexpr std::chrono::minutes unlocked_age_max{1};

// A lock ends with the process that holds it, however that ends.
descriptor take_lock(const files::path& folder, int flags)
{
    descriptor lock(::open((folder / lock_name).c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) lock.reset();
    return lock;
}

bool is_left_behind(const files::path& folder)
{
    std::error_code failed;
    if (files::exists(folder / lock_name, failed)) return static_cast<bool>(take_lock(folder, 0));
    const auto age = files::file_time_type::clock::now() - files::last_write_time(folder, failed);
    return !failed && age > unlocked_age_max;
}

void remove_what_was_left(const files::path& parent)
{
    std::error_code failed;
    for (files::directory_iterator each(parent, failed); !failed && each != files::directory_iterator();
         each.increment(failed)) {
        std::error_code ignored;
        if (!each->path().filename().string().starts_with(prefix)) continue;
        if (each->symlink_status(ignored).type() != files::file_type::directory) continue;
        if (is_left_behind(each->path())) files::remove_all(each->path(), ignored);
    }
}

}  // namespace

result<profile_folder> profile_folder::make(files::path parent)
{
    std::error_code failed;
    if (parent.empty()) parent = files::temp_directory_path(failed);
    // The browser, which is told of it, starts in another folder than we are in.
    if (!failed) parent = files::absolute(parent, failed);
    if (failed) return error{errc::storage, "there is no temporary folder: set TMPDIR to one"};
    remove_what_was_left(parent);

    auto name = (parent / (std::string(prefix) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr)
        return error{errc::storage, "cannot make a folder for the browser in " + parent.string() + ": " +
                                        std::strerror(errno)};
    auto lock = take_lock(name, O_CREAT);
    if (!lock) {
        files::remove_all(name, failed);
        return error{errc::storage, "cannot lock a folder for the browser in " + parent.string()};
    }
    return profile_folder(std::move(name), std::move(lock));
}

profile_folder::profile_folder(profile_folder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_))
{
}

profile_folder::~profile_folder()
{
    std::error_code ignored;  // what stays is removed at the next start
    if (!path_.empty()) files::remove_all(path_, ignored);
}

}  // namespace parley::audit
