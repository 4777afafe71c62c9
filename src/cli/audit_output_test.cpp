#include "cli/audit_output.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <sys/prctl.h>
#include <unistd.h>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr uid_t nobody = 65534;
constexpr int yes = 0;
constexpr int no = 1;

// Who may write everywhere, as root may, is told nothing by a check.
void give_up_privileges()
{
    if (getuid() == 0 && setuid(nobody) != 0) _exit(2);
    prctl(PR_SET_DUMPABLE, 1);  // else /proc/self/fd stays with root
}

[[noreturn]] void answer_about(const std::string& file)
{
    give_up_privileges();
    _exit(check_writable(file, "--format") ? yes : no);
}

// As the shell names it for `>(…)`.
[[noreturn]] void answer_about_a_pipe()
{
    give_up_privileges();
    int ends[2];
    if (pipe(ends) != 0) _exit(2);
    answer_about("/dev/fd/" + std::to_string(ends[1]));
}

std::string text_of(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// Their folder belongs to root, but they are written to where they are.
TEST(AuditOutputDeathTest, WritesToDevicesAndPipesOfFoldersThatNobodyMayChange)
{
    EXPECT_EXIT(answer_about("/dev/null"), testing::ExitedWithCode(yes), "");
    EXPECT_EXIT(answer_about_a_pipe(), testing::ExitedWithCode(yes), "");
    for (const auto* file : {"/dev/parley.json", "/dev", "/no/such/folder/a", "/proc/version"})
        EXPECT_EXIT(answer_about(file), testing::ExitedWithCode(no), "") << file;
}

TEST(AuditOutput, KnowsStandardOutputByItsFile)
{
    const auto outputs_of = [](const std::vector<std::string>& arguments) {
        return read_outputs(
            parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; })
                .value()
                .values);
    };
    EXPECT_EQ(outputs_of({"--format", "json=/dev/stdout"}).value().at(0).file, "");
    EXPECT_FALSE(outputs_of({"--format", "json=/dev/stdout", "--format", "csv"}));
}

// As /dev/stderr is one when standard error goes to a file.
TEST(AuditOutput, WritesThroughALinkAndKeepsIt)
{
    const temporary_folder folder;
    std::ofstream(folder.path / "to") << "before";
    fs::create_symlink("to", folder.path / "link");
    ASSERT_TRUE(check_writable((folder.path / "link").string(), "--format"));
    ASSERT_TRUE(write_whole((folder.path / "link").string(), "after"));
    EXPECT_TRUE(fs::is_symlink(folder.path / "link"));
    EXPECT_EQ(text_of(folder.path / "to"), "after");
}

TEST(AuditOutput, ReplacesAFileWhole)
{
    const temporary_folder folder;
    std::ofstream(folder.path / "to") << "before";
    ASSERT_TRUE(write_whole((folder.path / "to").string(), "a"));
    EXPECT_EQ(text_of(folder.path / "to"), "a");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace parley::cli
