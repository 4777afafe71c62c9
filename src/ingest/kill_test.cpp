// kill -9 at any moment of an ingest: the store opens, nothing reported is lost, nothing is half there.

#include "base/sha256.hpp"
#include "base/temporary_folder.hpp"
#include "base/testing/killed_child.hpp"
#include "ingest/ingest.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>

namespace parley::ingest {
namespace {

namespace fs = std::filesystem;

constexpr int files = 30;
constexpr int kills = 50;
constexpr int kill_after_us_max = 150'000;  // about as long as one undisturbed run takes

fs::path path_of(const fs::path& folder, int file)
{
    return folder / (std::to_string(file) + (file % 2 == 0 ? ".txt" : ".md"));
}

// Several chunks, each of which says which version it is.
void write_version(const fs::path& folder, int file, int version)
{
    std::ofstream to(path_of(folder, file));
    for (int i = 0; i < 80 + file; ++i)
        to << "Sentence " << i << " of file " << file << " is version " << version << ".\n\n";
}

class teller : public listener {
public:
    explicit teller(int to) : to_(to) {}
    void on_file(const file_report& report, const progress&) override
    {
        if (report.what != outcome::added && report.what != outcome::updated) return;
        tell(to_, static_cast<unsigned char>(std::stoi(report.path.stem().string())));
    }
    void on_end(const summary&) override {}

private:
    int to_;
};

// What the child ends with.
int ingest_all(const fs::path& data, const fs::path& docs, int to)
{
    auto store = retrieval::store::open(data, retrieval::access::write);
    if (!store) return 2;
    teller told(to);
    return run(*store, {.paths = {docs}}, told) ? 0 : 3;
}

int version_in(const std::string& text)
{
    const auto at = text.find("is version ");
    return at == std::string::npos ? -1 : std::stoi(text.substr(at + 11));
}

// Checks that every document is whole; gives the version of each.
std::map<int, int> versions_in(const fs::path& data)
{
    std::map<int, int> versions;
    auto store = retrieval::store::open(data, retrieval::access::write);
    EXPECT_TRUE(store);
    for (const auto& document : store->documents().value()) {
        const auto chunks = store->chunks_of(document.id).value();
        EXPECT_EQ(static_cast<int>(chunks.size()), document.chunks);
        EXPECT_GT(chunks.size(), 1U);
        const int version = version_in(chunks.at(0).text);
        for (const auto& chunk : chunks) EXPECT_EQ(version_in(chunk.text), version) << chunk.id;

        std::ifstream copy(store->content_path(document.content_hash), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(copy), {}};
        EXPECT_EQ(sha256_of(bytes), document.content_hash);
        EXPECT_EQ(version_in(bytes), version);
        versions[std::stoi(fs::path(document.source_path).stem().string())] = version;
    }
    return versions;
}

TEST(IngestKilled, LosesNothingReportedAndLeavesNothingHalf)
{
    const temporary_folder folder;
    const fs::path docs = folder.path / "docs";
    const fs::path data = folder.path / "data";
    fs::create_directories(docs);
    ASSERT_TRUE(retrieval::store::open(data, retrieval::access::write));

    std::mt19937 random(20'240'601);
    std::map<int, int> expected;
    int interrupted = 0;
    for (int round = 1; round <= kills; ++round) {
        for (int file = 0; file < files; ++file) write_version(docs, file, round);
        const std::chrono::microseconds after(random() % kill_after_us_max);
        const auto reported = told_before_kill(after, [&](int to) { return ingest_all(data, docs, to); });
        interrupted += reported.size() < files;

        const auto found = versions_in(data);
        for (const int file : reported) {
            const auto at = found.find(file);
            ASSERT_NE(at, found.end())
                << "round " << round << ": file " << file << " was reported and is lost";
            EXPECT_EQ(at->second, round) << "file " << file << " was reported and is old again";
        }
        for (const auto& [file, version] : expected) {
            ASSERT_TRUE(found.contains(file)) << "round " << round;
            EXPECT_GE(found.at(file), version) << "round " << round;
        }
        expected = found;
    }
    EXPECT_GT(interrupted, kills / 4) << "kills came too late to interrupt anything";

    auto store = retrieval::store::open(data, retrieval::access::write);
    ASSERT_TRUE(store);
    class quiet : public listener {
        void on_file(const file_report&, const progress&) override {}
        void on_end(const summary&) override {}
    } told;
    ASSERT_TRUE(run(*store, {.paths = {docs}}, told));
    const auto again = run(*store, {.paths = {docs}}, told);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->unchanged, static_cast<std::size_t>(files));
}

}  // namespace
}  // namespace parley::ingest
