#include "cli/audit_watch.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <unistd.h>

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

// Whose style sheets and scripts would go unnoticed.
TEST_F(FileWatch, LooksIntoFoldersOfAConfigurationAndOfAList)
{
    write("configured/a.html", "1");
    write("listed/b.html", "1");
    write("list.txt", (folder.path / "listed").string());
    const auto given = parse_command_line("audit", {}, [](std::string_view) { return std::nullopt; });
    ASSERT_TRUE(given);
    audit_config config;
    for (const auto& target :
         {(folder.path / "configured").string(), '@' + (folder.path / "list.txt").string()})
        config.pages.push_back(
            {.target = target, .name = {}, .values = given->values, .rules_max = 0, .ignored = {}});
    const auto pages = find_pages(*given, {}, {}, config);
    ASSERT_TRUE(pages) << pages.error().detail;
    file_watch watch(files_of(*pages), {});
    EXPECT_EQ(watch.files(), 2U);
    for (const auto* name : {"configured/a.css", "listed/b.css"}) {
        write(name, "1");
        EXPECT_TRUE(sees_change(watch)) << name;
    }
}

// As the process of somebody who may not read everything, as root may: ends with the number of files seen.
[[noreturn]] void count_without_privileges(const std::filesystem::path& folder)
{
    if (getuid() == 0 && setuid(65534) != 0) _exit(0);
    _exit(static_cast<int>(file_watch({folder}, {}).files()));
}

TEST_F(FileWatch, GoesOnPastAFolderThatMayNotBeRead)
{
    using std::filesystem::perms;
    for (int i = 0; i < 40; ++i) {
        write("folder " + std::to_string(i) + "/a.html", "1");
        write(std::to_string(i) + ".html", "1");
    }
    std::filesystem::permissions(folder.path, perms::all);
    std::filesystem::permissions(folder.path / "folder 20", perms::none);
    EXPECT_EXIT(count_without_privileges(folder.path), testing::ExitedWithCode(79), "");
    std::filesystem::permissions(folder.path / "folder 20", perms::owner_all);
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
