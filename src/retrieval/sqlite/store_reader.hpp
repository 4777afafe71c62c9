// A read connection that follows the store: there or not yet, and made anew in the same place.
//
// Blocking; one thread at a time.
#pragma once

#include "sqlite/database.hpp"

#include <filesystem>
#include <optional>
#include <sys/types.h>

namespace parley::retrieval {

class store_reader {
public:
    explicit store_reader(std::filesystem::path folder) : file_(std::move(folder) / "parley.db") {}

    // The store that is there now, or null when there is none (or nothing in it yet). Valid until the next
    // call. Costs one stat when nothing has changed.
    result<sqlite::database*> current();

private:
    struct identity {
        dev_t device;
        ino_t inode;
        friend bool operator==(const identity&, const identity&) = default;
    };

    std::filesystem::path file_;
    std::optional<sqlite::database> open_;
    identity of_open_{};  // cannot be given to another file while we hold this one open
};

}  // namespace parley::retrieval
