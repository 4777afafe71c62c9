#include "audit/targets/target.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::audit {
namespace {

namespace fs = std::filesystem;

std::string refusal_of(std::string_view operand)
{
    const auto found = expand_target(operand);
    return found ? "" : found.error().detail;
}

class Folder : public testing::Test {
protected:
    std::string write(const std::string& name, std::string_view text = "<html>")
    {
        const auto file = folder.path / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file.string();
    }

    temporary_folder folder;
};

TEST(Target, IsAnAddress)
{
    const auto found = expand_target("HTTPS://a.example/b?c").value().at(0);
    EXPECT_EQ(found.name, "https://a.example/b?c");
    EXPECT_EQ(found.address, found.name);
    EXPECT_EQ(found.file, "");
}

TEST(Target, KeepsUserAndPasswordOutOfItsName)
{
    const auto found = expand_target("http://ann:p%40ss@a.example/").value().at(0);
    EXPECT_EQ(found.name, "http://a.example/");
    EXPECT_EQ(found.address, "http://a.example/");
    EXPECT_EQ(found.user_name, "ann");
    EXPECT_EQ(found.password, "p@ss");
}

TEST(Target, IsShownWithoutUserAndPassword)
{
    EXPECT_EQ(without_login("HTTP://ann:p@ss@a.example/b@c"), "HTTP://a.example/b@c");
    EXPECT_EQ(without_login("http://a.example?b@c"), "http://a.example?b@c");
    EXPECT_EQ(without_login("a@b.html"), "a@b.html");
}

TEST(Target, SaysWhatIsWrongWithAName)
{
    EXPECT_NE(refusal_of("example.com").find("addresses begin with http://"), std::string::npos);
    EXPECT_NE(refusal_of("ftp://a/b"), "");
    EXPECT_NE(refusal_of("http://"), "");
    EXPECT_NE(refusal_of("/dev/null"), "");
    EXPECT_NE(refusal_of("@/nowhere"), "");
}

TEST_F(Folder, OfAFileIsItsAddress)
{
    const auto file = write("a b#.html");
    const auto found = expand_target(file).value().at(0);
    EXPECT_EQ(found.address, "file://" + folder.path.string() + "/a%20b%23.html");
    EXPECT_EQ(found.name, file);
}

// std::filesystem threw for it.
TEST_F(Folder, HasNoPageInALinkThatLeadsToItself)
{
    write("a.html");
    fs::create_symlink("x.html", folder.path / "x.html");
    EXPECT_EQ(expand_target(folder.path.string()).value().size(), 1U);
}

TEST_F(Folder, HasItsPagesInOrder)
{
    write("z.html");
    write("b/c é.HTM");
    write("a.txt");
    write(".git/x.html");
    write("node_modules/x.html");
    const auto found = expand_target(folder.path.string()).value();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].path, "/b/c%20%c3%a9.HTM");
    EXPECT_EQ(found[0].folder, folder.path.string());
    EXPECT_EQ(found[0].address, "");
    EXPECT_EQ(found[1].name, (folder.path / "z.html").string());
}

TEST_F(Folder, MayBeTheRootOfFilesBelowIt)
{
    const auto file = expand_target(write("site/a/b c.html")).value().at(0);
    const auto root = (folder.path / "site").string();
    const auto served = served_from(file, root);
    EXPECT_EQ(served.address, "");
    EXPECT_EQ(served.folder, root);
    EXPECT_EQ(served.path, "/a/b%20c.html");
    EXPECT_EQ(served_from(file, (folder.path / "other").string()).address, file.address);
    const auto elsewhere = expand_target("http://a/").value().at(0);
    EXPECT_EQ(served_from(elsewhere, root).address, "http://a/");
}

TEST_F(Folder, WithoutPagesIsAMistake)
{
    EXPECT_NE(refusal_of(folder.path.string()), "");
}

TEST_F(Folder, HoldsAListOfTargets)
{
    const auto page = write("a.html");
    const auto list = write("list.txt", "# ours\n\n" + page + "\r\nhttps://a.example\n");
    EXPECT_EQ(expand_target('@' + list).value().size(), 2U);
    const auto bad = write("bad.txt", page + "\n\nnothing\n");
    EXPECT_TRUE(refusal_of('@' + bad).starts_with(bad + ":3: nothing: ")) << refusal_of('@' + bad);
    EXPECT_NE(refusal_of('@' + write("empty.txt", "#\n")), "");
}

TEST(Target, IsTheSameUnderAnotherSpelling)
{
    EXPECT_EQ(normalised_address("http://A.example:80"), "http://a.example/");
    EXPECT_EQ(normalised_address("https://a:443/B?c#d"), "https://a/B?c");
    EXPECT_EQ(normalised_address("https://a/#/route"), "https://a/#/route");
    EXPECT_EQ(normalised_address("https://a?b"), "https://a/?b");
}

TEST(Target, HasAnOrigin)
{
    EXPECT_EQ(origin_of("HTTPS://ann@A:443/b#c"), "https://a");
    EXPECT_EQ(origin_of("http://a:81?b"), "http://a:81");
    EXPECT_EQ(origin_of("a/b"), "");
}

TEST(Target, MayBeBesideAnotherOfItsSite)
{
    const auto made = at_path({.folder = "site"}, "/a%20b/?q=1");
    EXPECT_EQ(made.name, "site/a b/index.html?q=1");
    EXPECT_EQ(made.file, "site/a b/index.html");
    EXPECT_EQ(made.path, "/a%20b/?q=1");
}

}  // namespace
}  // namespace parley::audit
