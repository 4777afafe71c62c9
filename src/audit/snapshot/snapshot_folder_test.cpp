#include "audit/snapshot/snapshot_folder.hpp"

#include "audit/golden_page.hpp"
#include "audit/snapshot/snapshot_name.hpp"
#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::audit {
namespace {

namespace fs = std::filesystem;

constexpr auto update_command = "parley audit snapshot --update";

class SnapshotFolder : public testing::Test {
protected:
    static void write(const fs::path& file, std::string_view text)
    {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }

    static page_results page_of(std::size_t elements)
    {
        auto page = page_with({});
        if (elements > 0) page = page_with({violation_of("image-alt", impact::critical, elements)});
        page.engine_version = "4.14.1";
        return page;
    }

    snapshot_folder with(snapshot_rules rules) const
    {
        rules.update_command = update_command;
        return {folder.path, std::move(rules)};
    }

    snapshot_folder writing(leftover files = leftover::is_listed) const
    {
        return with({.what = snapshots::are_written, .files = files});
    }

    // What is said of the page "a" with so many elements.
    std::string said_of(snapshot_folder by, std::size_t elements)
    {
        const auto taken = by.take(where, page_of(elements));
        if (!taken) return taken.error().detail;
        if (const auto finished = by.finish(); !finished) return finished.error().detail;
        has_changed = by.has_changed();
        return by.text();
    }

    temporary_folder folder;
    snapshot_place where = {"a", "chromium", ""};
    fs::path file = folder.path / "a/chromium/snapshot.txt";
    bool has_changed = false;
};

TEST_F(SnapshotFolder, WritesWhatIsMissingAndSaysSo)
{
    EXPECT_EQ(said_of(writing(), 2),
              "Snapshot directory was modified: " + folder.path.string() +
                  "\n  (verify that the changes are expected before committing them to version control)\n"
                  "  Created snapshots:\n    a/chromium/snapshot.txt\n");
    EXPECT_TRUE(has_changed);
    EXPECT_EQ(read_whole_file(file).value(), "image-alt (critical) : 2");
    EXPECT_EQ(read_whole_file(folder.path / "axe-version").value(), "4.14.1\n");
    EXPECT_EQ(said_of(writing(), 2), "");
    EXPECT_FALSE(has_changed);
    EXPECT_NE(said_of(writing(), 0).find("  Updated snapshots:\n    a/chromium/"), std::string::npos);
    EXPECT_EQ(fs::file_size(file), 0U);
}

TEST_F(SnapshotFolder, WritesNothingUnlessItIsToldTo)
{
    EXPECT_EQ(said_of(with({}), 1),
              "snapshot " + file.string() + " doesn't exist. (run `" + update_command + "` to create it)\n");
    EXPECT_TRUE(has_changed);
    EXPECT_TRUE(fs::is_empty(folder.path));
}

TEST_F(SnapshotFolder, ComparesWithWhatIsKept)
{
    write(file, "# by hand\r\nimage-alt (critical) : 2\r\n");
    EXPECT_EQ(said_of(with({}), 2), "");
    EXPECT_FALSE(has_changed);
    EXPECT_TRUE(said_of(with({}), 3).starts_with(file.string() + ":\nAdditional instances"));
    EXPECT_TRUE(has_changed);
}

TEST_F(SnapshotFolder, LetsGoodNewsPassWhenAsked)
{
    write(file, "image-alt (critical) : 2");
    EXPECT_NE(said_of(with({.fixed = good_news::passes}), 1), "");
    EXPECT_FALSE(has_changed);
    said_of(with({}), 1);
    EXPECT_TRUE(has_changed);
    said_of(with({.fixed = good_news::passes}), 3);
    EXPECT_TRUE(has_changed);
}

TEST_F(SnapshotFolder, NotesAnotherVersionOfTheEngine)
{
    write(file, "");
    write(folder.path / "axe-version", "4.11.0\n");
    EXPECT_EQ(said_of(with({}), 0),
              "The snapshots are of axe-core 4.11.0, this is 4.14.1: rules may have "
              "changed between them.\n");
    EXPECT_FALSE(has_changed);
}

TEST_F(SnapshotFolder, SaysWhatStandsInTheWay)
{
    write(file, "boo");
    EXPECT_TRUE(said_of(with({}), 0).starts_with(file.string() + ":1: "));
    fs::remove(file);
    fs::create_directory(file);
    EXPECT_EQ(said_of(with({}), 0), "snapshot exists but is not a file: " + file.string());
    fs::remove_all(folder.path / "a");
    write(folder.path / "a", "");
    EXPECT_NE(said_of(writing(), 0), "");
}

TEST_F(SnapshotFolder, RefusesTwoPagesOfOneName)
{
    auto by = writing();
    EXPECT_TRUE(by.take({"a b", "chromium", ""}, page_of(0)));
    EXPECT_TRUE(by.take({"a b", "chromium", "menu"}, page_of(0)));
    EXPECT_EQ(by.take({"a_b", "chromium", ""}, page_of(0)).error().code, errc::invalid_input);
}

TEST_F(SnapshotFolder, RemovesFilesOfOtherPagesOnlyWhenAsked)
{
    write(file, "");
    write(folder.path / "old/chromium/snapshot.txt", "");
    write(folder.path / "failed/chromium/menu.txt", "");
    write(folder.path / "old/notes.txt", "not ours");
    write(folder.path / "old/firefox_dark/snapshot.txt", "");
    auto by = writing(leftover::is_removed);
    by.keep({"failed", "chromium", ""});
    EXPECT_EQ(said_of(writing(), 0).find("old/chromium/snapshot.txt") == std::string::npos, false);
    EXPECT_TRUE(fs::exists(folder.path / "old/chromium/snapshot.txt"));
    EXPECT_EQ(said_of(by, 0), "  Removed snapshots:\n    old/chromium/snapshot.txt\n");
    EXPECT_TRUE(has_changed);
    EXPECT_FALSE(fs::exists(folder.path / "old/chromium"));
    EXPECT_TRUE(fs::exists(folder.path / "old/notes.txt"));
    EXPECT_TRUE(fs::exists(folder.path / "old/firefox_dark/snapshot.txt")) << "no browser of this run";
    EXPECT_TRUE(fs::exists(folder.path / "failed/chromium/menu.txt"));
}

// --prune once removed notes that lay where snapshots lie.
TEST_F(SnapshotFolder, RemovesNothingThatReadsLikeNoSnapshotOfOurs)
{
    const auto notes = folder.path / "old/chromium/notes.txt";
    const auto comments = folder.path / "old/chromium/comments.txt";
    const auto selectors = folder.path / "old/chromium/mine.targets.json";
    write(notes, "remember the milk");
    write(comments, "# remember the milk");
    write(selectors, R"({"not": "ours"})");
    write(folder.path / "old/chromium/menu.txt", "image-alt (critical) : 2");
    write(folder.path / "old/chromium/deep/er/snapshot.txt", "");
    said_of(writing(), 0);
    EXPECT_EQ(said_of(writing(leftover::is_removed), 0), "  Removed snapshots:\n    old/chromium/menu.txt\n");
    EXPECT_TRUE(fs::exists(notes));
    EXPECT_TRUE(fs::exists(comments));
    EXPECT_TRUE(fs::exists(selectors));
    EXPECT_TRUE(fs::exists(folder.path / "old/chromium/deep/er/snapshot.txt"));
}

TEST_F(SnapshotFolder, RemovesNothingWhenAPageCouldNotBeTaken)
{
    const auto old = folder.path / "old/chromium/snapshot.txt";
    write(old, "");
    fs::create_directories(folder.path / "b/chromium/snapshot.txt");
    auto by = writing(leftover::is_removed);
    EXPECT_TRUE(by.take({"b", "chromium", ""}, page_of(0)).has_error());
    EXPECT_NE(said_of(by, 0).find("remove them with --prune):\n    old/chromium/snapshot.txt\n"),
              std::string::npos);
    EXPECT_TRUE(fs::exists(old));
}

// std::filesystem threw for a link that leads to itself.
TEST_F(SnapshotFolder, PassesByALinkThatLeadsNowhere)
{
    fs::create_directories(folder.path / "old/chromium");
    fs::create_symlink("x.txt", folder.path / "old/chromium/x.txt");
    fs::create_symlink("old", folder.path / "loop");
    EXPECT_NE(said_of(writing(leftover::is_removed), 0).find("Created snapshots"), std::string::npos);
    EXPECT_TRUE(fs::is_symlink(folder.path / "old/chromium/x.txt"));
}

// What the comparison takes for the same was written anew, as a change.
TEST_F(SnapshotFolder, WritesNothingAnewThatIsAsKept)
{
    write(file, "# by hand\r\nimage-alt (critical) : 2\r\n");
    write(folder.path / "a/chromium/snapshot.targets.json",
          "[{\"rule\":\"image-alt\",\"impact\":\"critical\",\"targets\":[\"p\",\"p\"]}]");
    EXPECT_EQ(said_of(writing(), 2), "");
    EXPECT_FALSE(has_changed);
    EXPECT_EQ(read_whole_file(file).value(), "# by hand\r\nimage-alt (critical) : 2\r\n");
    EXPECT_NE(said_of(writing(), 1).find("Updated snapshots"), std::string::npos);
    EXPECT_EQ(read_whole_file(file).value(), "image-alt (critical) : 1");
}

TEST_F(SnapshotFolder, SaysThatItWritesAnotherVersionOfTheEngine)
{
    write(file, "");
    write(folder.path / "axe-version", "4.11.0\n");
    EXPECT_NE(said_of(writing(), 0).find("  Updated snapshots:\n    axe-version\n"), std::string::npos);
    EXPECT_TRUE(has_changed);
    EXPECT_EQ(said_of(writing(), 0), "");
    EXPECT_FALSE(has_changed);
}

TEST(SnapshotName, LeadsNowhereElse)
{
    EXPECT_EQ(snapshot_name(" a b/c "), "a_b_c");
    EXPECT_EQ(snapshot_name("chromium dark 390x844"), "chromium_dark_390x844");
    EXPECT_EQ(snapshot_name("[a?b]é-1.x"), "abé-1.x");
    EXPECT_EQ(snapshot_name("../../etc"), ".._.._etc");
    EXPECT_EQ(snapshot_name(".."), "dotdot");
    EXPECT_EQ(snapshot_name("."), "dot");
    EXPECT_EQ(snapshot_name("?"), "empty");
    EXPECT_EQ(snapshot_name(std::string_view("a\0\n\x1b\xff", 5)), "a");
}

TEST(SnapshotName, OfAPageIsItsPath)
{
    EXPECT_EQ(page_name_of("https://a.example"), "index");
    EXPECT_EQ(page_name_of("https://a.example/"), "index");
    EXPECT_EQ(page_name_of("http://127.0.0.1:8080/about/team.html#us"), "about_team.html");
    EXPECT_EQ(page_name_of("https://a.example/find?q=x&page=2"), "find_q_x_page_2");
    EXPECT_EQ(page_name_of("./site/index.html"), "site_index.html");
    EXPECT_EQ(page_name_of("../site/index.html"), ".._site_index.html");
}

TEST_F(SnapshotFolder, KeepsTheElementsBesideItWhenAsked)
{
    const snapshot_rules with_targets{.detail = snapshot_detail::targets};
    const auto targets = folder.path / "a/chromium/snapshot.targets.json";
    said_of(writing(), 1);
    EXPECT_FALSE(fs::exists(targets));
    EXPECT_NE(said_of(with(with_targets), 1).find("snapshot.targets.json doesn't exist"), std::string::npos);
    EXPECT_TRUE(has_changed);
    auto rules = with_targets;
    rules.what = snapshots::are_written;
    EXPECT_NE(said_of(with(rules), 1).find("    a/chromium/snapshot.targets.json\n"), std::string::npos);
    EXPECT_EQ(said_of(with(with_targets), 1), "");

    write(targets, R"([{"rule": "image-alt", "targets": ["img"]}])");
    EXPECT_EQ(said_of(with({}), 1), "");
    EXPECT_NE(said_of(with(with_targets), 1).find("  new: image-alt: p\n  gone: image-alt: img\n"),
              std::string::npos);
    EXPECT_TRUE(has_changed);
    // Who writes only numbers leaves no elements behind that are not true.
    EXPECT_NE(said_of(writing(), 1).find("Updated snapshots"), std::string::npos);
    EXPECT_EQ(said_of(with(with_targets), 1), "");

    where.page = "b";
    EXPECT_NE(said_of(writing(), 1).find("    a/chromium/snapshot.targets.json\n"), std::string::npos);
    said_of(writing(leftover::is_removed), 1);
    EXPECT_FALSE(fs::exists(folder.path / "a"));
}

}  // namespace
}  // namespace parley::audit
