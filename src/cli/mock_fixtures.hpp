// The fixture files of `parley mock`: read at its start, and again when one of them changes.
#pragma once

#include "mock/fixture.hpp"
#include "mock/fixtures/document.hpp"

#include <filesystem>
#include <map>

namespace parley::cli {

struct loaded_fixtures {
    std::vector<mock::fixture> fixtures = {};
    std::vector<mock::mistake> mistakes = {};  // with any, no fixture is to be used
    std::vector<mock::mistake> hints = {};
};

class fixture_files {
public:
    explicit fixture_files(std::vector<std::filesystem::path> paths) : paths_(std::move(paths)) {}

    bool empty() const { return paths_.empty(); }
    std::size_t size() const { return paths_.size(); }

    // All of them; a file that cannot be read is a mistake, too.
    loaded_fixtures load();

    // Whether one has changed since it was loaded: in time, size or being there.
    bool have_changed() const;

private:
    struct state {
        std::filesystem::file_time_type time = {};
        std::uintmax_t bytes = 0;
        std::uintmax_t inode = 0;

        bool operator==(const state&) const = default;
    };
    static state state_of(const std::filesystem::path& path);

    std::vector<std::filesystem::path> paths_;
    std::map<std::filesystem::path, state> loaded_;
};

}  // namespace parley::cli
