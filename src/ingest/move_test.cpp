#include "ingest/testing/ingest_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::ingest {
namespace {

class IngestAfterAMove : public Ingest {
protected:
    void SetUp() override
    {
        Ingest::SetUp();
        write(docs / "a/readme.md", "Same.");
        write(docs / "b/readme.md", "Same.");
        write(docs / "b/plan.txt", "Plan.");
        take_in();
    }

    // Public name and path below the folder, which a move must keep together.
    std::set<std::pair<std::string, std::string>> names_below(const fs::path& root)
    {
        std::set<std::pair<std::string, std::string>> found;
        for (const auto& each : store.documents().value())
            found.emplace(each.name, fs::path(each.source_path).lexically_relative(root).string());
        return found;
    }

    fs::path moved = fs::canonical(folder.path) / "elsewhere";
};

// A clone that was moved, then ingested again, answered everything twice.
TEST_F(IngestAfterAMove, KnowsTheDocumentsOfAMovedFolder)
{
    const auto before = names_below(docs);
    const auto plan = document("plan.txt");
    fs::rename(docs, moved);
    const auto made = take_in({.paths = {moved}});
    EXPECT_EQ(made.added, 0U);
    EXPECT_EQ(made.updated, 3U);
    EXPECT_EQ(names_below(moved), before);
    EXPECT_EQ(document("plan.txt").id, plan.id);
    EXPECT_EQ(store.chunks_of(plan.id).value().size(), 1U);
    EXPECT_EQ(told.reports["plan.txt"].reason, "was moved from " + plan.source_path);
    EXPECT_EQ(take_in({.paths = {moved}}).unchanged, 3U);
}

TEST_F(IngestAfterAMove, KnowsAFolderWhoseFilesHaveOtherTimes)
{
    const auto before = names_below(docs);
    fs::copy(docs, moved, fs::copy_options::recursive);
    for (const auto& each : fs::recursive_directory_iterator(moved))
        fs::last_write_time(each, fs::file_time_type::clock::now() + std::chrono::hours(1));
    fs::remove_all(docs);
    EXPECT_EQ(take_in({.paths = {moved}}).added, 0U);
    EXPECT_EQ(names_below(moved), before);
}

TEST_F(IngestAfterAMove, TakesACopyForADocumentOfItsOwn)
{
    fs::copy(docs, moved, fs::copy_options::recursive);
    EXPECT_EQ(take_in({.paths = {moved}}).added, 3U);
    EXPECT_EQ(store.documents().value().size(), 6U);
}

TEST_F(IngestAfterAMove, TakesOtherContentOfTheSameSizeForADocumentOfItsOwn)
{
    fs::rename(docs, moved);
    write(moved / "b/plan.txt", "Paln.");
    const auto made = take_in({.paths = {moved}});
    EXPECT_EQ(made.added, 1U);
    EXPECT_EQ(made.updated, 2U);
}

TEST_F(IngestAfterAMove, PrunesWhatIsGoneAndNothingThatMoved)
{
    fs::rename(docs / "b", docs / "c");
    fs::remove(docs / "a/readme.md");
    const auto made = take_in({.paths = {docs}, .prune = true, .prune_force = true});
    EXPECT_EQ(made.added, 0U);
    EXPECT_EQ(made.removed, 1U);
    EXPECT_EQ(store.documents().value().size(), 2U);
    EXPECT_EQ(document("plan.txt").source_path, (docs / "c/plan.txt").string());
}

TEST_F(IngestAfterAMove, TakesInWhatIsNewAtAPathThatSomethingLeft)
{
    fs::rename(docs / "b/plan.txt", docs / "b/old.txt");
    write(docs / "b/plan.txt", "A newer plan.");
    const auto first = document("plan.txt");
    take_in();
    // The path is not gone, so nothing moved; its old content is known under a new path.
    EXPECT_EQ(document("plan.txt").id, first.id);

    fs::rename(docs / "b/old.txt", docs / "b/older.txt");
    take_in();
    write(docs / "b/old.txt", "Another.");
    EXPECT_EQ(take_in().added, 1U);
    EXPECT_EQ(document("old.txt").source_path, (docs / "b/older.txt").string());
    EXPECT_EQ(document("b-old.txt").source_path, (docs / "b/old.txt").string());
}

}  // namespace
}  // namespace parley::ingest
