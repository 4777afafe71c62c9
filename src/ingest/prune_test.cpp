#include "base/descriptor.hpp"
#include "ingest/testing/ingest_fixture.hpp"

#include <gtest/gtest.h>

#include <climits>
#include <fcntl.h>
#include <sys/stat.h>

namespace parley::ingest {
namespace {

// Folders in each other below `root` until no path reaches the last, whose parent's name it returns: the
// only folder that nobody can read, not even the administrator.
std::string make_folder_beyond_path_limit(const fs::path& root)
{
    const std::string name(200, 'd');
    std::size_t length = root.native().size();
    descriptor at(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (; length < PATH_MAX; length += 1 + name.size()) {
        EXPECT_EQ(::mkdirat(at.get(), name.c_str(), 0700), 0);
        at = descriptor(::openat(at.get(), name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    }
    return name;
}

class IngestWithPrune : public Ingest {
protected:
    void write_texts(const fs::path& below, int count)
    {
        for (int i = 0; i < count; ++i)
            write(below / (std::to_string(i) + ".txt"), below.filename().string() + std::to_string(i));
    }
};

TEST_F(IngestWithPrune, PrunesWhatIsGoneOnlyWhenAsked)
{
    for (int i = 0; i < 5; ++i) write(docs / (std::to_string(i) + ".txt"), "Text " + std::to_string(i));
    take_in();
    const auto gone = document("0.txt");
    fs::remove(docs / "0.txt");
    EXPECT_EQ(take_in().removed, 0U);
    EXPECT_EQ(take_in({.paths = {docs}, .prune = true}).removed, 1U);
    EXPECT_FALSE(store.find_by_name("0.txt").value());
    EXPECT_FALSE(fs::exists(store.content_path(gone.content_hash)));
}

TEST_F(IngestWithPrune, RefusesToRemoveMostOfAFolderUnlessForced)
{
    for (int i = 0; i < 3; ++i) write(docs / (std::to_string(i) + ".txt"), "Text " + std::to_string(i));
    take_in();
    for (int i = 0; i < 2; ++i) fs::remove(docs / (std::to_string(i) + ".txt"));
    const auto refused = run(store, {.paths = {docs}, .prune = true}, told);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("2 of 3"), std::string::npos);
    EXPECT_EQ(take_in({.paths = {docs}, .prune = true, .prune_force = true}).removed, 2U);
}

TEST_F(IngestWithPrune, PrunesNothingOutsideTheGivenFolders)
{
    write(docs / "a/x.txt", "X.");
    write(docs / "b/y.txt", "Y.");
    take_in();
    fs::remove(docs / "b/y.txt");
    EXPECT_EQ(take_in({.paths = {docs / "a"}, .prune = true, .prune_force = true}).removed, 0U);
}

TEST_F(IngestWithPrune, SaysThatNothingWasPrunedWhenAFolderCouldNotBeRead)
{
    for (int i = 0; i < 5; ++i) write(docs / (std::to_string(i) + ".txt"), "Text " + std::to_string(i));
    take_in();
    fs::remove(docs / "0.txt");
    const auto deep = make_folder_beyond_path_limit(docs);
    EXPECT_EQ(take_in().failed, 1U);
    EXPECT_EQ(told.reports[deep].reason.find("pruned"), std::string::npos);
    const auto made = take_in({.paths = {docs}, .prune = true});
    EXPECT_EQ(made.removed, 0U);
    EXPECT_EQ(told.reports[deep].what, outcome::failed);
    EXPECT_NE(told.reports[deep].reason.find("nothing was pruned"), std::string::npos);
}

// Forty documents elsewhere let the twelve of a disk that was not mounted go without a word.
TEST_F(IngestWithPrune, RefusesToEmptyOneFolderOfALargeStore)
{
    write_texts(docs / "large", 40);
    write_texts(docs / "small", 3);
    take_in();
    for (int i = 0; i < 3; ++i) fs::remove(docs / "small" / (std::to_string(i) + ".txt"));
    for (const auto& paths : {std::vector{docs / "small"}, std::vector{docs / "large", docs / "small"}}) {
        const auto refused = run(store, {.paths = paths, .prune = true}, told);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, errc::invalid_input);
        EXPECT_NE(refused.error().detail.find("all 3"), std::string::npos) << refused.error().detail;
        EXPECT_NE(refused.error().detail.find((docs / "small").string()), std::string::npos);
    }
    EXPECT_EQ(take_in({.paths = {docs / "small"}, .prune = true, .prune_force = true}).removed, 3U);
}

TEST_F(IngestWithPrune, CountsOnlyTheDocumentsBelowTheGivenFolders)
{
    write_texts(docs / "large", 40);
    write_texts(docs / "small", 4);
    take_in();
    for (int i = 0; i < 2; ++i) fs::remove(docs / "small" / (std::to_string(i) + ".txt"));
    const auto refused = run(store, {.paths = {docs / "small"}, .prune = true}, told);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("2 of 4"), std::string::npos) << refused.error().detail;
}

TEST_F(IngestWithPrune, CountsNoFilesThatAreNoDocuments)
{
    write_texts(docs, 6);
    for (int i = 0; i < 30; ++i) write(docs / (std::to_string(i) + ".docx"), "PK");
    take_in();
    for (int i = 0; i < 5; ++i) fs::remove(docs / (std::to_string(i) + ".txt"));
    const auto most = run(store, {.paths = {docs}, .prune = true}, told);
    ASSERT_FALSE(most);
    EXPECT_NE(most.error().detail.find("5 of 6"), std::string::npos) << most.error().detail;
    fs::remove(docs / "5.txt");
    const auto all = run(store, {.paths = {docs}, .prune = true}, told);
    ASSERT_FALSE(all);
    EXPECT_NE(all.error().detail.find("all 6 documents"), std::string::npos) << all.error().detail;
}

TEST_F(IngestWithPrune, TellsInADryRunWhatWouldGoAndDoesNothing)
{
    write_texts(docs, 5);
    take_in();
    fs::remove(docs / "0.txt");
    write(docs / "new.txt", "New.");
    const auto before = store.generation().value();
    const auto planned = take_in({.paths = {docs}, .prune = true, .dry_run = true});
    EXPECT_EQ(planned.removed, 1U);
    EXPECT_EQ(planned.added, 0U);
    EXPECT_EQ(told.reports["0.txt"].what, outcome::removed);
    EXPECT_NE(told.reports["0.txt"].reason.find("would be removed"), std::string::npos);
    EXPECT_EQ(store.generation().value(), before);

    for (int i = 1; i < 5; ++i) fs::remove(docs / (std::to_string(i) + ".txt"));
    told = {};
    EXPECT_FALSE(run(store, {.paths = {docs}, .prune = true, .dry_run = true}, told));
    EXPECT_EQ(told.reports.size(), 5U);
    EXPECT_EQ(store.generation().value(), before);
    ASSERT_TRUE(told.total);
    EXPECT_TRUE(told.total->planned);
    EXPECT_FALSE(told.total->stopped);
}

TEST_F(IngestWithPrune, PlansOnAStoreThatIsOpenForReadingAndFollowsWhatMoved)
{
    write_texts(docs, 5);
    take_in();
    fs::remove(docs / "0.txt");
    fs::rename(docs / "1.txt", docs / "moved.txt");
    auto reading = retrieval::store::open(data, retrieval::access::read).value();
    fs::rename(data / "content", data / "elsewhere");  // nothing may be written there
    recorder heard;
    const auto planned = run(reading, {.paths = {docs}, .prune = true, .dry_run = true}, heard);
    ASSERT_TRUE(planned) << planned.error().detail;
    EXPECT_EQ(planned->removed, 1U);
    EXPECT_TRUE(heard.reports.contains("0.txt"));
    EXPECT_FALSE(fs::exists(data / "content"));
}

}  // namespace
}  // namespace parley::ingest
