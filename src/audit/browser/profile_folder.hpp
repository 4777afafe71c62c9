// The folder that a browser writes to, for as long as it runs: made for its owner only, removed at the end.
//
// It is locked by the process that made it. What a killed process left behind is nobody's, and is removed
// when the next folder is made.
#pragma once

#include "base/descriptor.hpp"
#include "base/error.hpp"

#include <filesystem>

namespace parley::audit {

class profile_folder {
public:
    // In `parent`, or in the system's temporary folder when that is empty. errc::storage.
    static result<profile_folder> make(std::filesystem::path parent);

    profile_folder(profile_folder&& other) noexcept;
    profile_folder& operator=(profile_folder&&) = delete;
    ~profile_folder();

    const std::filesystem::path& path() const { return path_; }

private:
    profile_folder(std::filesystem::path path, descriptor lock)
        : path_(std::move(path)), lock_(std::move(lock))
    {
    }

    std::filesystem::path path_;  // empty: moved from
    descriptor lock_;
};

}  // namespace parley::audit
