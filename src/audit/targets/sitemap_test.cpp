#include "audit/targets/sitemap.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

using texts = std::vector<std::string>;

TEST(Sitemap, HasItsPages)
{
    const auto read = read_sitemap(R"(<?xml version="1.0"?><!-- <loc>http://no/</loc> -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
<url><loc> https://a/?b=1&amp;c=2 </loc><image:image><image:loc>https://a/i.png</image:loc></image:image>
</url>
<url><loc><![CDATA[https://a/d]]></loc></url></urlset>)");
    EXPECT_EQ(read.value().pages, (texts{"https://a/?b=1&c=2", "https://a/d"}));
    EXPECT_TRUE(read->sitemaps.empty());
}

TEST(Sitemap, MayBeAnIndexOfOthers)
{
    const auto read =
        read_sitemap("<sitemapindex><sitemap><loc>https://a/1.xml</loc></sitemap></sitemapindex>");
    EXPECT_EQ(read.value().sitemaps, texts{"https://a/1.xml"});
    EXPECT_TRUE(read->pages.empty());
}

TEST(Sitemap, IsNothingElse)
{
    EXPECT_TRUE(read_sitemap("<html><loc>a</loc></html>").has_error());
    EXPECT_TRUE(read_sitemap("").has_error());
    EXPECT_NE(read_sitemap("\x1f\x8b\x08").error().detail.find("compressed"), std::string::npos);
    EXPECT_TRUE(read_sitemap("<urlset><loc>http://a").value().pages.empty());
    EXPECT_TRUE(read_sitemap("<urlset><!--").value().pages.empty());
}

TEST(Sitemap, LeavesOutWhatIsNoPageOrNotWanted)
{
    const auto chosen = choose_pages(
        {"https://a/", "https://a/b.PDF", "https://a/v1.2/c", "https://a/d?x", "https://a/private/e"},
        {.include = {},
         .exclude = std::regex("/private/"),
         .find = std::regex("^https://a"),
         .replace = "http://b"});
    EXPECT_EQ(chosen.pages, (texts{"http://b/", "http://b/v1.2/c", "http://b/d?x"}));
    EXPECT_EQ(chosen.no_pages, 1U);
    EXPECT_EQ(chosen.excluded, 1U);
}

// The library's regular expressions recurse with each character.
TEST(Sitemap, LeavesOutAnAddressThatIsTooLong)
{
    const std::string longest = "https://a/" + std::string(sitemap_address_bytes_max - 10, 'x');
    const sitemap_rules rules{.include = std::regex("(a|x)*$"), .exclude = {}, .find = {}, .replace = {}};
    const auto chosen =
        choose_pages({longest, longest + 'x', "https://a/" + std::string(1'000'000, 'x')}, rules);
    EXPECT_EQ(chosen.pages, texts{longest});
    EXPECT_EQ(chosen.too_long, 2U);
}

}  // namespace
}  // namespace parley::audit
