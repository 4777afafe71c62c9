#include "cli/audit_sitemap.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

struct AuditSitemap : ::testing::Test {
    temporary_folder folder;

    result<sitemap_pages> pages_of(std::string_view text) const
    {
        const auto file = (folder.path / "sitemap.xml").string();
        std::ofstream(file) << text;
        const auto given = parse_command_line("audit", std::vector<std::string>{"--sitemap", file},
                                              [](std::string_view) { return std::nullopt; });
        return read_sitemap_pages(given.value().values);
    }
};

// As any other file that an option names and nobody can read.
TEST_F(AuditSitemap, ThatIsNoneInAFileIsWrongUsage)
{
    for (const auto* text : {"<html></html>", "\x1f\x8b\x08 damaged"})
        EXPECT_EQ(pages_of(text).error().code, errc::invalid_input) << text;
}

TEST_F(AuditSitemap, SaysHowManyOfItsAddressesAreTooLong)
{
    const auto pages =
        pages_of("<urlset><loc>https://a/</loc><loc>https://a/" + std::string(2048, 'x') + "</loc></urlset>")
            .value();
    EXPECT_EQ(pages.addresses.size(), 1U);
    EXPECT_TRUE(pages.said.ends_with(", and 1 with more than 2048 characters")) << pages.said;
}

}  // namespace
}  // namespace parley::cli
