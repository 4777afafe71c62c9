#include "base/whole_file.hpp"

#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley {
namespace {

TEST(WholeFile, ReadsEveryByte)
{
    const temporary_folder folder;
    const auto file = folder.path / "a";
    const auto bytes = std::string("a\0b\r\n", 5) + std::string(200'000, 'x');
    std::ofstream(file, std::ios::binary) << bytes;
    const auto read = read_whole_file(file);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, bytes);
}

// A folder in place of a file threw, and ended the program.
TEST(WholeFile, SaysWhyWhatIsNoFileCannotBeRead)
{
    const temporary_folder folder;
    const auto read = read_whole_file(folder.path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().detail, "cannot be read: Is a directory");
    const auto missing = read_whole_file(folder.path / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().detail, "cannot be read: No such file or directory");
}

TEST(WholeFile, EndsWithOneThatNeverEnds)
{
    const auto read = read_whole_file("/dev/zero", 100'000);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, errc::too_large);
}

}  // namespace
}  // namespace parley
