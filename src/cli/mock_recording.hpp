// What `parley mock` records, from where and into which folder: --record and what goes with it.
#pragma once

#include "base/settings.hpp"
#include "cli/mock_options.hpp"

namespace parley::cli {

// Sets what is passed on and recorded, and adds the files of the folder where they are to be replayed;
// without such settings it changes nothing. errc::invalid_input names the setting and what it takes.
result<void> read_recording(const settings& values, mock_options& into);

// What --mask names. errc::invalid_input says what was meant.
result<std::vector<mock::body_path>> read_masked(const settings& values);

// The fixture files in each folder among `paths`, in the order of their names; other paths stay.
std::vector<std::filesystem::path> with_files_of_folders(const std::vector<std::filesystem::path>& paths);

}  // namespace parley::cli
