#include "audit/testing/browser_fixture.hpp"
#include "audit/testing/scripted_site.hpp"

namespace parley::audit {
namespace {

using testing::site_answer;
using testing::site_request;

struct Visit : testing::browser_fixture {
    result<void> come_as(visitor who, const std::string& address)
    {
        return run(page->come_as(std::move(who), address, soon()));
    }

    // What a page of `site` shows to this visitor.
    std::string seen_by(visitor who, const testing::scripted_site& site)
    {
        if (auto come = come_as(std::move(who), site.origin() + "/"); !come) return come.error().detail;
        if (auto shown = show(site.origin() + "/"); !shown) return shown.error().detail;
        return in_page("document.body.textContent.trim()");
    }
};

TEST_F(Visit, TellsHeadersToTheOriginOfThePageAndToNobodyElse)
{
    testing::scripted_site other(loop, [](const site_request&) -> site_answer { return {"other"}; });
    testing::scripted_site site(loop, [&other](const site_request& asked) -> site_answer {
        if (asked.path == "/away") return {"", "302 Found", "Location: " + other.origin() + "/away\r\n"};
        return {"<img src=/own.png><img src=" + other.origin() + "/image.png><img src=/away>"};
    });
    seen_by({.headers = {{"X-Key", "hunter2"}, {"accept-language", "tlh"}}}, site);
    ASSERT_EQ(site.asked("/").size(), 1U);
    EXPECT_TRUE(site.asked("/")[0].has("X-Key: hunter2\r\n")) << site.asked("/")[0].head;
    EXPECT_TRUE(site.asked("/")[0].has("tlh\r\n")) << site.asked("/")[0].head;
    ASSERT_EQ(site.asked("/own.png").size(), 1U);
    EXPECT_TRUE(site.asked("/own.png")[0].has("hunter2"));
    EXPECT_TRUE(site.asked("/away")[0].has("hunter2"));
    ASSERT_EQ(other.asked("/image.png").size(), 1U);
    EXPECT_FALSE(other.asked("/image.png")[0].has("hunter2")) << other.asked("/image.png")[0].head;
    ASSERT_EQ(other.asked("/away").size(), 1U);
    EXPECT_FALSE(other.asked("/away")[0].has("hunter2")) << other.asked("/away")[0].head;
}

TEST_F(Visit, TellsThemInFramesOfOtherSitesAlso)
{
    std::string inner;
    testing::scripted_site other(
        loop, [&inner](const site_request&) -> site_answer { return {"<iframe src=" + inner + ">"}; });
    testing::scripted_site site(loop, [&other](const site_request& asked) -> site_answer {
        return {asked.path == "/" ? "<iframe src=http://localhost:" + other.port() + "/>" : "inner"};
    });
    inner = site.origin() + "/inner";
    seen_by({.headers = {{"X-Key", "hunter2"}}}, site);
    ASSERT_EQ(other.asked("/").size(), 1U);
    EXPECT_FALSE(other.asked("/")[0].has("hunter2"));
    ASSERT_EQ(site.asked("/inner").size(), 1U);
    EXPECT_TRUE(site.asked("/inner")[0].has("hunter2"));
}

TEST_F(Visit, GivesCookiesAndTakesThemAwayForTheNext)
{
    testing::scripted_site site(loop, [](const site_request& asked) -> site_answer {
        return {asked.has("session=abc") && asked.has("b=2") ? "known" : "unknown"};
    });
    const visitor known{.cookies = {{"session", "abc"}, {"b", "2"}}};
    EXPECT_EQ(seen_by({}, site), "unknown");
    EXPECT_EQ(seen_by(known, site), "known");
    EXPECT_EQ(seen_by({}, site), "unknown");
}

TEST_F(Visit, LogsInWhereTheHostAsks)
{
    const auto basic = [](const site_request& asked) -> site_answer {
        if (asked.has("Authorization: Basic YWRhOmh1bnRlcjI=\r\n")) return {"welcome"};
        return {"who are you?", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n"};
    };
    testing::scripted_site site(loop, basic);
    EXPECT_EQ(seen_by({.user_name = "ada", .password = "hunter2"}, site), "welcome");
    EXPECT_EQ(page->document().status, 200);
}

TEST_F(Visit, IsRefusedWithoutAPassword)
{
    testing::scripted_site site(loop, [](const site_request&) -> site_answer {
        return {"who are you?", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n"};
    });
    EXPECT_NE(seen_by({}, site), "");
    EXPECT_EQ(page->document().status, 401);
}

TEST_F(Visit, OffersAWrongPasswordOnceAndToNobodyElse)
{
    const auto refuse = [](const site_request&) -> site_answer {
        return {"who are you?", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n"};
    };
    testing::scripted_site other(loop, refuse);
    testing::scripted_site site(loop, [&](const site_request& asked) -> site_answer {
        if (asked.path == "/") return {"<img src=" + other.origin() + "/image.png><img src=/own.png>"};
        return refuse(asked);
    });
    EXPECT_EQ(seen_by({.user_name = "ada", .password = "wrong"}, site), "");
    EXPECT_EQ(site.asked("/own.png").size(), 2U);
    for (const auto& each : other.asked("/image.png")) EXPECT_FALSE(each.has("Authorization")) << each.head;
    EXPECT_EQ(other.asked("/image.png").size(), 1U);
}

TEST_F(Visit, BringsALoginThatWasMadeElsewhere)
{
    testing::scripted_site site(loop, [](const site_request& asked) -> site_answer {
        return {"<p>" + std::string(asked.has("id=7") ? "cookie" : "none") +
                "<body onload=\"document.body.append(' ' + (localStorage.getItem('token') ?? 'none'))\">"};
    });
    visitor who;
    who.storage_state = R"({"cookies":[{"name":"id","value":"7","domain":"127.0.0.1","path":"/","expires":-1,
        "httpOnly":true,"secure":false,"sameSite":"Lax"}],"origins":[{"origin":")" +
                        site.origin() + R"(","localStorage":[{"name":"token","value":"it's \"ours\""}]}]})";
    EXPECT_EQ(seen_by(who, site), "cookie it's \"ours\"");
    EXPECT_EQ(site.asked("/").size(), 1U) << "storage is written without asking the site";
    EXPECT_EQ(seen_by({}, site), "none none");
}

TEST_F(Visit, ShowsNoSecretInItsComplaints)
{
    visitor who;
    who.cookies = {{"good", "1"}, {"a;b", "hunter2\n"}};
    const auto bad_cookie = come_as(who, "http://127.0.0.1/");
    ASSERT_FALSE(bad_cookie);
    EXPECT_EQ(bad_cookie.error().code, errc::invalid_input);
    EXPECT_EQ(bad_cookie.error().detail.find("hunter2"), std::string::npos) << bad_cookie.error().detail;

    who = {};
    who.storage_state = R"({"cookies":[{"name":"id","value":"hunter2","domain":"","path":"nowhere"}]})";
    const auto bad_state = come_as(who, "http://127.0.0.1/");
    ASSERT_FALSE(bad_state);
    EXPECT_EQ(bad_state.error().detail.find("hunter2"), std::string::npos) << bad_state.error().detail;
}

TEST_F(Visit, IsNobodyToAFile)
{
    EXPECT_TRUE(come_as({.headers = {{"X-Key", "1"}}, .cookies = {{"a", "1"}}}, "file:///tmp/page.html"));
}

}  // namespace
}  // namespace parley::audit
