#include "cli/audit_crawl.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using texts = std::vector<std::string>;

audit_page page_at(std::string address)
{
    audit_page page{.where = {.name = address, .address = address},
                    .name = address,
                    .snapshot_name = "x",
                    .options = {},
                    .ignored = {}};
    page.options.plan.actions.push_back({audit::action_kind::press, "", "Tab", ""});
    return page;
}

audit::page_outcome leading_to(texts links, std::string address = "")
{
    audit::page_outcome outcome{.page = "", .variant = "", .file = "", .results = audit::page_results()};
    outcome.visit.links = std::move(links);
    outcome.visit.address = std::move(address);
    return outcome;
}

texts found_by(audit_crawl& crawl)
{
    texts names;
    for (const auto& each : crawl.take_found()) names.push_back(each.name);
    return names;
}

TEST(AuditCrawl, FindsEachPageOfItsSitesOnce)
{
    audit_crawl crawl(50);
    crawl.begin_at("http://a/", page_at("http://a/"));
    const auto page = page_at("http://a/");
    crawl.take_links(page, "http://a/",
                     leading_to({"http://a/c", "http://A:80/b#x", "http://a/", "http://a/c", "http://b/",
                                 "http://a:81/", "http://a/d.pdf"}));
    EXPECT_EQ(found_by(crawl), (texts{"http://a/c", "http://a/b"}));
    EXPECT_EQ(found_by(crawl), texts{});
    crawl.take_links(page, "http://a/b", leading_to({"http://a/c", "http://a/e"}));
    EXPECT_EQ(found_by(crawl), texts{"http://a/e"});
    EXPECT_EQ(crawl.said(), "");
}

TEST(AuditCrawl, GoesOnWhereANamedPageWasSentTo)
{
    audit_crawl crawl(50);
    crawl.begin_at("http://a/", page_at("http://a/"));
    crawl.is_also_at("https://www.a/", "http://a/");
    crawl.is_also_at("", "http://a/");
    crawl.take_links(page_at("http://a/"), "http://a/", leading_to({"https://www.a/b", "https://www.a/"}));
    EXPECT_EQ(found_by(crawl), texts{"https://www.a/b"});
}

TEST(AuditCrawl, TellsAnotherOriginNothingOfTheVisitor)
{
    audit_crawl crawl(50);
    auto page = page_at("http://a/");
    page.options.plan.as = {.headers = {{"Authorization", "x"}},
                            .cookies = {{"a", "b"}},
                            .user_name = "u",
                            .password = "p",
                            .storage_state = "{}",
                            .user_agent = "me"};
    crawl.begin_at("http://a/", page);
    crawl.is_also_at("http://login/", page.name);
    crawl.take_links(page, "http://a/", leading_to({"http://login/b", "http://a/c"}));
    const auto found = crawl.take_found();
    ASSERT_EQ(found.size(), 2U);
    const auto& elsewhere = found[0].options.plan.as;
    EXPECT_TRUE(elsewhere.headers.empty() && elsewhere.cookies.empty() && elsewhere.storage_state.empty());
    EXPECT_EQ(elsewhere.user_name + elsewhere.password, "");
    EXPECT_EQ(elsewhere.user_agent, "me");
    EXPECT_EQ(found[1].options.plan.as.password, "p");
}

TEST(AuditCrawl, GivesPagesThatWouldShareASnapshotNamesOfTheirOwn)
{
    audit_crawl crawl(50);
    auto page = page_at("http://a/");
    page.snapshot_name = "index";
    crawl.begin_at("http://a/", page);
    crawl.take_links(page, "http://a/",
                     leading_to({"http://a/#/b", "http://a/#/c", "http://a/d", "http://a/d/"}));
    texts names;
    for (const auto& each : crawl.take_found()) names.push_back(each.snapshot_name);
    EXPECT_EQ(names, (texts{"index_2", "index_3", "d"}));
}

TEST(AuditCrawl, SaysOfWhichPagesItDoesNotKnowTheLinks)
{
    audit_crawl crawl(50);
    auto outcome = leading_to({"http://a/b"});
    outcome.visit.has_other_links = true;
    crawl.begin_at("http://a/", page_at("http://a/"));
    crawl.take_links(page_at("http://a/"), "http://a/", outcome);
    EXPECT_TRUE(crawl.has_left_out());
    EXPECT_EQ(crawl.said(), "not all links of 1 page are known");
}

TEST(AuditCrawl, StopsAtItsLimitAndSaysSo)
{
    audit_crawl crawl(2);
    crawl.begin_at("http://a/", page_at("http://a/"));
    crawl.take_links(page_at("http://a/"), "http://a/", leading_to({"http://a/b", "http://a/c"}));
    EXPECT_EQ(found_by(crawl), texts{"http://a/b"});
    EXPECT_EQ(crawl.said(), "stopped at 2 pages: --max-urls takes more");
}

TEST(AuditCrawl, LeavesStepsToThePageThatWasNamed)
{
    audit_crawl crawl(50);
    crawl.begin_at("http://a/", page_at("http://a/"));
    crawl.take_links(page_at("http://a/"), "http://a/", leading_to({"http://a/b"}));
    const auto found = crawl.take_found();
    EXPECT_TRUE(found.at(0).options.plan.actions.empty());
    EXPECT_EQ(found[0].snapshot_name, "b");
}

TEST(AuditCrawl, KnowsTheFilesOfAServedFolder)
{
    audit_crawl crawl(50);
    auto page = page_at("");
    page.where = {.name = "site/index.html", .folder = "site", .path = "/index.html"};
    crawl.begin_at("http://127.0.0.1:5/index.html", page);
    crawl.take_links(page, "http://127.0.0.1:5/index.html",
                     leading_to({"http://127.0.0.1:5/", "http://127.0.0.1:5/a/b.html?c"}));
    const auto found = crawl.take_found();
    EXPECT_EQ(found.at(0).name, "site/a/b.html?c");
    EXPECT_EQ(found[0].where.path, "/a/b.html?c");
    EXPECT_EQ(found[0].where.folder, "site");
}

TEST(AuditCrawl, LeavesOutWhatNobodyAskedFor)
{
    audit_crawl crawl(50);
    crawl.begin_at("http://a/", page_at("http://a/"));
    auto feed = leading_to({}, "http://a/feed");
    EXPECT_FALSE(crawl.is_astray(feed));
    auto login = leading_to({}, "http://login/");
    login.page = "http://a/private";
    EXPECT_TRUE(crawl.is_astray(login));
    EXPECT_TRUE(crawl.is_astray(login));  // in another view of it
    feed.results = error{errc::unsupported, "it is application/rss+xml, not HTML"};
    EXPECT_TRUE(crawl.is_astray(feed));
    feed.results = error{errc::upstream_rejected, "it answered with status 404"};
    EXPECT_FALSE(crawl.is_astray(feed));
    auto again = leading_to({}, "http://a/known");
    again.page = "http://a/known";
    EXPECT_FALSE(crawl.is_astray(again));
    EXPECT_FALSE(crawl.is_astray(again));  // in another view of it
    again.page = "http://a/moved";
    EXPECT_TRUE(crawl.is_astray(again));
    EXPECT_EQ(
        crawl.said(),
        "3 links left out that lead to no HTML, to another site, or to a page that was audited already");
}

}  // namespace
}  // namespace parley::cli
