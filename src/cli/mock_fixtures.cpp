#include "cli/mock_fixtures.hpp"

#include "base/whole_file.hpp"
#include "mock/fixtures/fixture_reader.hpp"

#include <algorithm>
#include <iterator>
#include <sys/stat.h>

namespace parley::cli {
namespace {

// Names are told apart over all files, as calls are counted by name.
void check_names(loaded_fixtures& all)
{
    std::map<std::string_view, const mock::fixture*> known;
    for (const auto& each : all.fixtures) {
        const auto [first, is_new] = known.emplace(each.name, &each);
        if (!is_new)
            all.mistakes.push_back({each.file, each.line,
                                    "the name `" + each.name + "` is taken by a fixture of " +
                                        first->second->file + " line " +
                                        std::to_string(first->second->line)});
    }
}

}  // namespace

loaded_fixtures fixture_files::load()
{
    loaded_fixtures all;
    for (const auto& path : paths_) {
        loaded_.insert_or_assign(path, state_of(path));
        const auto text = read_whole_file(path);
        if (!text) {
            all.mistakes.push_back({path.string(), 0, text.error().detail});
            continue;
        }
        auto read = mock::read_fixtures(*text, path.string());
        std::ranges::move(read.fixtures, std::back_inserter(all.fixtures));
        std::ranges::move(read.mistakes, std::back_inserter(all.mistakes));
        std::ranges::move(read.hints, std::back_inserter(all.hints));
    }
    if (all.mistakes.empty()) check_names(all);
    return all;
}

bool fixture_files::have_changed() const
{
    return std::ranges::any_of(loaded_, [](const auto& each) { return state_of(each.first) != each.second; });
}

fixture_files::state fixture_files::state_of(const std::filesystem::path& path)
{
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return {};
    std::error_code failed;
    return {std::filesystem::last_write_time(path, failed), static_cast<std::uintmax_t>(found.st_size),
            found.st_ino};
}

}  // namespace parley::cli
