// For tests of whole runs: a folder of documents, a store, and a listener that remembers.
#pragma once

#include "base/temporary_folder.hpp"
#include "ingest/ingest.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace parley::ingest {

namespace fs = std::filesystem;

inline void write(const fs::path& path, std::string_view text)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

inline std::string read(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class recorder : public listener {
public:
    void on_file(const file_report& report, const progress& so_far) override
    {
        reports[report.path.filename().string()] = report;
        last = so_far;
        if (then) then();
    }

    void on_vectors(const vector_progress& so_far) override { filled = so_far; }

    void on_end(const summary& made) override { total = made; }

    std::map<std::string, file_report> reports;
    progress last;
    vector_progress filled;
    std::optional<summary> total;
    std::function<void()> then;
};

class Ingest : public ::testing::Test {
protected:
    summary take_in(const options& what)
    {
        told = {};
        auto made = run(store, what, told);
        EXPECT_TRUE(made) << made.error().detail;
        return made ? *made : summary{};
    }
    summary take_in() { return take_in({.paths = {docs}}); }

    retrieval::document document(const std::string& name)
    {
        auto found = store.find_by_name(name).value();
        EXPECT_TRUE(found) << name;
        return found.value_or(retrieval::document{});
    }

    temporary_folder folder;
    fs::path docs = fs::canonical(folder.path) / "docs";
    fs::path data = fs::canonical(folder.path) / "data";
    retrieval::store store = retrieval::store::open(data, retrieval::access::write).value();
    recorder told;

    void SetUp() override { fs::create_directories(docs); }
};

}  // namespace parley::ingest
