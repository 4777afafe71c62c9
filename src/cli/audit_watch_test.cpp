#include "cli/audit_watch.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

class FileWatch : public testing::Test {
protected:
    void write(const std::filesystem::path& name, const std::string& text) const
    {
        std::filesystem::create_directories((folder.path / name).parent_path());
        std::ofstream(folder.path / name) << text;
    }

    // Whether it sees something once nothing changes any more.
    static bool sees_change(file_watch& watch)
    {
        const bool at_once = watch.has_changed();
        EXPECT_FALSE(at_once) << "it may still be written";
        return watch.has_changed();
    }

    const temporary_folder folder;
};

TEST_F(FileWatch, SeesWhatIsWrittenMadeAndRemoved)
{
    write("a.html", "1");
    file_watch watch({folder.path}, {});
    EXPECT_FALSE(watch.has_changed());
    write("a.html", "12");
    EXPECT_TRUE(sees_change(watch));
    EXPECT_FALSE(sees_change(watch));
    write("css/b.css", "1");
    EXPECT_TRUE(sees_change(watch));
    std::filesystem::remove(folder.path / "a.html");
    EXPECT_TRUE(sees_change(watch));
    EXPECT_EQ(watch.files(), 1U);
}

TEST_F(FileWatch, LeavesOutReportsAndWhatIsNobodysPage)
{
    write("a.html", "1");
    file_watch watch({folder.path}, {folder.path / "report.html", folder.path / "snapshots"});
    write("report.html", "1");
    write("snapshots/a/snapshot.txt", "1");
    write(".git/index", "1");
    write("node_modules/x/x.js", "1");
    EXPECT_FALSE(sees_change(watch));
    EXPECT_EQ(watch.files(), 1U);
}

TEST_F(FileWatch, LooksAtOneFileAlone)
{
    write("a.html", "1");
    file_watch watch({folder.path / "a.html"}, {});
    write("b.html", "1");
    EXPECT_FALSE(sees_change(watch));
    write("a.html", "12");
    EXPECT_TRUE(sees_change(watch));
}

}  // namespace
}  // namespace parley::cli
