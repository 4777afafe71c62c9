#include "ingest/listing.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;

bool is_passed_over(const std::string& name)
{
    return name.starts_with('.') || name.ends_with('~') || name.ends_with(".bak") ||
           (name.starts_with('#') && name.ends_with('#')) || name == "__pycache__" || name == "node_modules";
}

std::string refusal_of(const struct stat& status)
{
    if (S_ISREG(status.st_mode)) return {};
    if (S_ISLNK(status.st_mode)) return "is a symbolic link, which is not followed: name its target instead";
    if (S_ISFIFO(status.st_mode)) return "is a pipe, not a document";
    if (S_ISSOCK(status.st_mode)) return "is a socket, not a document";
    return "is a device, not a document";
}

void add_entry(const fs::path& path, listing& into, std::vector<fs::path>& folders)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        // Gone since its folder was read: that is not a problem of the listing.
        if (errno != ENOENT)
            into.problems.push_back({path, std::string("cannot be looked at: ") + std::strerror(errno)});
        return;
    }
    if (S_ISDIR(status.st_mode))
        folders.push_back(path);
    else
        into.files.push_back({path, stamp_of(status), refusal_of(status)});
}

void walk(const fs::path& root, const fs::path& excluded, listing& into)
{
    std::vector<fs::path> folders{root};
    while (!folders.empty()) {
        const fs::path folder = std::move(folders.back());
        folders.pop_back();
        if (folder == excluded) continue;
        std::error_code failure;
        for (auto entry = fs::directory_iterator(folder, failure);
             !failure && entry != fs::directory_iterator(); entry.increment(failure))
            if (!is_passed_over(entry->path().filename().string())) add_entry(entry->path(), into, folders);
        if (failure) into.problems.push_back({folder, "cannot be read: " + failure.message()});
    }
}

}  // namespace

result<fs::path> root_of(const fs::path& path)
{
    std::error_code failure;
    fs::path root = fs::canonical(path, failure);
    if (failure) return error{errc::not_found, path.string() + " cannot be read: " + failure.message()};
    return root;
}

result<listing> list_files(const std::vector<fs::path>& paths, const fs::path& excluded)
{
    listing found;
    std::error_code absent;
    const fs::path never = fs::canonical(excluded, absent);
    for (const auto& path : paths) {
        auto root = root_of(path);
        if (!root) return root.error();
        found.roots.push_back(*root);
        std::error_code unknown;
        if (fs::is_directory(*root, unknown)) {
            walk(*root, never, found);
        } else {
            std::vector<fs::path> no_folders;
            add_entry(*root, found, no_folders);
        }
    }
    std::ranges::sort(found.files, {}, &listed_file::path);
    const auto is_repeated = [](const listed_file& one, const listed_file& next) {
        return one.path == next.path;
    };
    found.files.erase(std::unique(found.files.begin(), found.files.end(), is_repeated), found.files.end());
    return found;
}

bool lies_below(const fs::path& path, const fs::path& root)
{
    const auto parted = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return parted.first == root.end() || parted.first->empty();
}

}  // namespace parley::ingest
