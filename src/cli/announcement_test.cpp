#include "cli/announcement.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

std::string said(const std::vector<std::string>& arguments, const std::filesystem::path& folder)
{
    const auto given = parse_command_line("serve", arguments, [](auto) { return std::nullopt; });
    return announcement(given.value().values, folder, 8080);
}

TEST(Announcement, SaysWhereToGoAndWhoAnswers)
{
    const temporary_folder with;
    std::ofstream(with.path / "parley.db") << "a store";
    EXPECT_EQ(
        said({}, with.path),
        "Parley is at http://127.0.0.1:8080 (answers by extracts). Ctrl-C stops it.\n"
        "Note: for answers by a model set OPENAI_BASE_URL, or AZURE_OPENAI_ENDPOINT, which needs no key, "
        "and --model NAME; --model mock shows them without one\n");
    EXPECT_EQ(said({"--host", "::1", "--model", "small"}, with.path),
              "Parley is at http://[::1]:8080 (answers by small). Ctrl-C stops it.\n");
}

TEST(Announcement, NamesWhatIsMissing)
{
    const temporary_folder empty;
    EXPECT_NE(said({}, empty.path).find("Note: there are no documents in"), std::string::npos);
}

TEST(Announcement, WarnsOfAnAddressThatOthersReach)
{
    const temporary_folder with;
    const std::string_view warning = "whoever reaches this address can read the documents";
    for (const auto* host : {"0.0.0.0", "::", "10.0.0.4", "example.org"})
        EXPECT_NE(said({"--host", host}, with.path).find(warning), std::string::npos) << host;
    for (const auto* host : {"127.0.0.1", "localhost", "::1", "[::1]"})
        EXPECT_EQ(said({"--host", host}, with.path).find(warning), std::string::npos) << host;
}

}  // namespace
}  // namespace parley::cli
