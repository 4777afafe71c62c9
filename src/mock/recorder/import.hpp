// Recordings that other tools made, to fixture files as `--record` writes them.
//
// Knows a file by what is in it: HAR, a stream with one event per line, a whole answer, fixtures of aimock.
// Blocks; for a command, not for a loop that serves.
#pragma once

#include "mock/recorder/imported.hpp"
#include "mock/recorder/recording_folder.hpp"

namespace parley::mock {

// Reads nothing itself; `file` is for messages.
imported_file read_import(std::string_view text, const std::string& file, const import_settings& settings);

struct import_report {
    std::size_t answers = 0;               // saved
    std::size_t fixtures = 0;              // with them
    std::vector<std::string> others = {};  // requests that fixtures know nothing of
    std::vector<mistake> refused = {};     // what was not taken over
};

// errc::storage: the disk is full or the folder is not ours; what was saved before stays. Without mistakes in
// `files`.
result<import_report> save_imported(std::vector<imported_file> files, const std::filesystem::path& folder);

}  // namespace parley::mock
