// Names under which documents are cited: unique in a store, safe in URLs and in citation markers.
//
// A name is made of letters, digits, `.`, `_` and `-`, keeps the file's extension, and stays what it was
// for a document the store already knows. Not thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace parley::ingest {

// 128 bits in hex from the absolute, normalised path.
std::string document_id(const std::filesystem::path& path);

// One part of a path with everything unsafe replaced by `-`. A safe name is its own safe name.
std::string safe_name(std::string_view part);

class name_register {
public:
    void add_known(const std::string& name, const std::string& id);

    // The name of `id`: its known one, else the base name, else with as many folders before it as it takes.
    std::string name_for(const std::string& id, const std::filesystem::path& path);

private:
    bool take(const std::string& name, const std::string& id);

    std::map<std::string, std::string, std::less<>> id_by_name_;
    std::map<std::string, std::string, std::less<>> name_by_id_;
};

}  // namespace parley::ingest
