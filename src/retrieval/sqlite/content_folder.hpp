// Copies of the original files, named by the hash of their content: <two hex>/<hash>.
//
// Blocking. A copy appears whole and durable, or not at all: temporary file, fsync, rename, fsync of the
// folders. Which copies are still needed is the caller's knowledge.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace parley::retrieval {

class content_folder {
public:
    explicit content_folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Nothing but hex digits makes a name, so that a hash can never lead out of the folder: else empty.
    std::filesystem::path path_of(std::string_view hash) const;

    // Copies nothing when the copy is there. That `file` still has this hash is the caller's business.
    result<void> keep(const std::filesystem::path& file, std::string_view hash) const;

    void drop(std::string_view hash) const;

    // Removes every copy that `is_needed` does not want, and what a kill left half written.
    result<void> sweep(const std::function<result<bool>(std::string_view hash)>& is_needed) const;

private:
    result<void> sync_names(const std::filesystem::path& kept) const;

    std::filesystem::path folder_;
};

}  // namespace parley::retrieval
