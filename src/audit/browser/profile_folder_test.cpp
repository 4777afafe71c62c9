#include "audit/browser/profile_folder.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace parley::audit {
namespace {

namespace files = std::filesystem;

std::size_t entries(const files::path& folder)
{
    const files::directory_iterator listed(folder);
    return static_cast<std::size_t>(std::distance(begin(listed), end(listed)));
}

TEST(ProfileFolder, IsForItsOwnerOnlyAndGoneAtTheEnd)
{
    const temporary_folder parent;
    {
        const auto made = profile_folder::make(parent.path);
        ASSERT_TRUE(made) << made.error().detail;
        EXPECT_EQ(files::status(made->path()).permissions(), files::perms::owner_all);
        std::ofstream(made->path() / "Preferences") << "{}";
    }
    EXPECT_EQ(entries(parent.path), 0U);
}

// As TMPDIR may be; the browser starts in another folder.
TEST(ProfileFolder, IsNamedFromTheRootWhenItsParentIsNot)
{
    const temporary_folder parent;
    const auto made = profile_folder::make(files::proximate(parent.path));
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_TRUE(made->path().is_absolute()) << made->path();
    EXPECT_TRUE(files::exists(made->path()));
}

TEST(ProfileFolder, LeavesThoseOfOthersThatRun)
{
    const temporary_folder parent;
    const auto first = profile_folder::make(parent.path);
    const auto second = profile_folder::make(parent.path);
    EXPECT_EQ(entries(parent.path), 2U);
}

TEST(ProfileFolder, RemovesWhatAKilledProcessLeft)
{
    const temporary_folder parent;
    const auto left = parent.path / "parley-browser-killed";
    files::create_directory(left);
    std::ofstream(left / "lock") << "";
    std::ofstream(left / "Preferences") << "{}";
    const auto made = profile_folder::make(parent.path);
    EXPECT_FALSE(files::exists(left));
    EXPECT_TRUE(files::exists(made->path()));
}

TEST(ProfileFolder, LeavesAYoungFolderThatHasNoLockYet)
{
    const temporary_folder parent;
    const auto young = parent.path / "parley-browser-young";
    const auto old = parent.path / "parley-browser-old";
    files::create_directory(young);
    files::create_directory(old);
    files::last_write_time(old, files::file_time_type::clock::now() - std::chrono::hours(1));
    const auto made = profile_folder::make(parent.path);
    EXPECT_TRUE(files::exists(young));
    EXPECT_FALSE(files::exists(old));
}

// Anybody may put a link into the system's temporary folder.
TEST(ProfileFolder, FollowsNoLink)
{
    const temporary_folder parent;
    const temporary_folder elsewhere;
    std::ofstream(elsewhere.path / "lock") << "";
    files::create_directory_symlink(elsewhere.path, parent.path / "parley-browser-link");
    const auto made = profile_folder::make(parent.path);
    EXPECT_TRUE(files::exists(elsewhere.path / "lock"));
}

TEST(ProfileFolder, SaysThatItCannotBeMade)
{
    const auto refused = profile_folder::make("/no/such/folder");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::storage);
}

}  // namespace
}  // namespace parley::audit
