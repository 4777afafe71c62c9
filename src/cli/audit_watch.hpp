// Waits until a file changes, so that pages are audited again while somebody works on them.
//
// Looks at times and sizes several times a second: that works on every file system, mounted ones included.
// Hidden folders and node_modules are left out. Limits: `files_max` files; what is beyond is not looked at.
#pragma once

#include "cli/audit_pages.hpp"

#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace parley::cli {

// What of the pages lies in files: their sources, and the folders with all that these refer to. However a
// page was named, its folder is there once.
std::vector<std::filesystem::path> files_of(const std::vector<audit_page>& pages);

class file_watch {
public:
    static constexpr std::size_t files_max = 50'000;

    // `roots` are files and folders; below `except`, where reports are written, nothing is looked at.
    file_watch(std::vector<std::filesystem::path> roots, std::vector<std::filesystem::path> except);

    std::size_t files() const { return seen_.size(); }

    // True when there is another state than when this was asked last, and nothing changes any more.
    bool has_changed();

    // Blocks until then; errc::cancelled by Ctrl-C.
    result<void> wait();

private:
    using state = std::map<std::filesystem::path, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;

    state look() const;
    void look_into(state& into, const std::filesystem::path& folder) const;
    void look_at(state& into, const std::filesystem::path& file) const;
    bool is_left_out(const std::filesystem::path& file) const;

    std::vector<std::filesystem::path> roots_;
    std::vector<std::filesystem::path> except_;
    state seen_;
    state last_;
};

}  // namespace parley::cli
