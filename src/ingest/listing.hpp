// The files below the given paths, in a stable order. Opens no file and follows no symbolic link.
//
// Hidden files and folders, and editors' backups, are passed over in silence; anything else that will not
// be taken in is listed with the reason. Memory grows with the number of files, not with their size.
#pragma once

#include "base/error.hpp"
#include "ingest/snapshot.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace parley::ingest {

struct listed_file {
    std::filesystem::path path;  // absolute and normalised
    file_stamp stamp;
    std::string refusal;  // why it is not taken in (a link, a pipe); empty for regular files
};

struct unreadable_folder {
    std::filesystem::path path;
    std::string reason;
};

struct listing {
    std::vector<std::filesystem::path> roots;  // absolute, links in them resolved
    std::vector<listed_file> files;            // sorted by path, each once
    std::vector<unreadable_folder> problems;   // when there is one, what is gone is not known
};

// `path` absolute, links in it resolved; not_found when it does not exist.
result<std::filesystem::path> root_of(const std::filesystem::path& path);

// not_found when one of `paths` does not exist. `excluded` is a folder that is never walked: our own data.
result<listing> list_files(const std::vector<std::filesystem::path>& paths,
                           const std::filesystem::path& excluded);

// Whether `path` is `root` or lies in it.
bool lies_below(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace parley::ingest
