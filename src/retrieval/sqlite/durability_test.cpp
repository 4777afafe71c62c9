#include "retrieval/sqlite/content_folder.hpp"
#include "retrieval/sqlite/small_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace parley::retrieval {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hash = "aaaaaaaabbbbbbbb";

// What was asked to be written to disk, in order, while one of these lives; and what must fail then.
class watched_syncs {
public:
    watched_syncs() { watching_ = this; }
    ~watched_syncs() { watching_ = nullptr; }
    watched_syncs(const watched_syncs&) = delete;
    watched_syncs& operator=(const watched_syncs&) = delete;

    // `number` is the system call's.
    static int sync(long number, int descriptor)
    {
        if (watching_ != nullptr) {
            std::error_code unknown;
            const auto path = fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), unknown);
            watching_->synced.push_back(path);
            if (path == watching_->fails) {
                errno = EIO;
                return -1;
            }
        }
        return static_cast<int>(::syscall(number, descriptor));
    }

    bool has_seen(const fs::path& path) const { return std::ranges::count(synced, path) > 0; }

    std::vector<fs::path> synced;
    fs::path fails;

private:
    static inline thread_local watched_syncs* watching_ = nullptr;
};

struct ContentFolderOnDisk : testing::Test {
    temporary_folder folder;
    fs::path data = fs::canonical(folder.path) / "data";
    fs::path names = data / "content";
    content_folder content{names};
    fs::path kept = content.path_of(hash);
    fs::path source = folder.path / "source.txt";

    ContentFolderOnDisk()
    {
        fs::create_directory(data);
        std::ofstream(source) << "hello";
    }
    fs::path part() const { return kept.string() + ".part"; }
};

// A power cut once took a document's copy away that was acknowledged: its name was not on disk yet.
TEST_F(ContentFolderOnDisk, PutsTheBytesOnDiskBeforeTheNameAndThenEveryFolderThatHoldsIt)
{
    watched_syncs disk;
    ASSERT_TRUE(content.keep(source, hash));
    const std::vector<fs::path> expected{part(), kept.parent_path(), names, data};
    EXPECT_EQ(disk.synced, expected);
    EXPECT_TRUE(fs::exists(kept));
}

// Whoever made the copy may have been killed between naming it and making that durable.
TEST_F(ContentFolderOnDisk, PutsTheNameOfACopyThatIsThereOnDiskToo)
{
    ASSERT_TRUE(content.keep(source, hash));
    watched_syncs disk;
    ASSERT_TRUE(content.keep(source, hash));
    const std::vector<fs::path> expected{kept.parent_path(), names, data};
    EXPECT_EQ(disk.synced, expected);
}

TEST_F(ContentFolderOnDisk, AcknowledgesNothingThatIsNotOnDisk)
{
    for (const fs::path& broken : {part(), kept.parent_path(), names, data}) {
        watched_syncs disk;
        disk.fails = broken;
        auto outcome = content.keep(source, hash);
        ASSERT_FALSE(outcome) << broken;
        EXPECT_EQ(outcome.error().code, errc::storage);
        EXPECT_FALSE(fs::exists(part())) << broken;
        content.drop(hash);
    }
}

// A power cut once took a store away whose documents were all acknowledged: the name of its folder was lost.
TEST(StoreOnDisk, MakesTheNamesOfItsFoldersLast)
{
    const temporary_folder held;
    const auto top = fs::canonical(held.path);
    watched_syncs disk;
    ASSERT_TRUE(store::open(top / "new" / "data" / "", access::write));
    EXPECT_TRUE(disk.has_seen(top));
    EXPECT_TRUE(disk.has_seen(top / "new"));
    EXPECT_EQ(fs::status(top / "new" / "data").permissions(), fs::perms::owner_all)
        << "documents may be private";

    disk.fails = top;
    auto refused = store::open(top / "other", access::write);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::storage);
}

// "Durable on return" is what a store promises of a document; the folder counts, because the name of the log
// that holds the document is in it.
TEST(StoreOnDisk, HasADocumentOnDiskWhenItSaysSo)
{
    small_store held;
    const auto data = fs::canonical(held.folder.path) / "data";
    watched_syncs disk;
    auto writer = held.open_writer();
    EXPECT_TRUE(disk.has_seen(data));

    disk.synced.clear();
    ASSERT_TRUE(held.put(writer, "a", {"alpha"}));
    EXPECT_TRUE(disk.has_seen(data / "parley.db-wal"));

    disk.fails = data / "parley.db-wal";
    auto refused = held.put(writer, "b", {"beta"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::storage);
}

}  // namespace
}  // namespace parley::retrieval

// In this test program the C library's functions go through here, for SQLite too.
extern "C" int fsync(int descriptor)
{
    return parley::retrieval::watched_syncs::sync(SYS_fsync, descriptor);
}

extern "C" int fdatasync(int descriptor)
{
    return parley::retrieval::watched_syncs::sync(SYS_fdatasync, descriptor);
}
