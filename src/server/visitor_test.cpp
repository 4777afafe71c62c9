#include "server/visitor.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

const std::string key(64, 'a');

http::fields cookies(std::string text)
{
    return {{"Cookie", std::move(text)}};
}

TEST(Visitor, IsNewWithoutACookieAndTheSameWithIt)
{
    const auto one = visitor_of({});
    const auto other = visitor_of({});
    EXPECT_EQ(one.key.size(), 64U);
    EXPECT_NE(one.key, other.key);
    EXPECT_EQ(visitor_of(cookies("theme=dark; parley_visitor=" + one.key)).key, one.key);
}

TEST(Visitor, IsNotWhateverACookieSays)
{
    EXPECT_EQ(known_visitor(cookies("parley_visitor=" + key)), key);
    for (const auto* bad : {"parley_visitor=", "parley_visitor=1", "parley_visitor", "x=1", ";;=;"})
        EXPECT_EQ(known_visitor(cookies(bad)), std::nullopt) << bad;
    EXPECT_EQ(known_visitor(cookies("other_parley_visitor=" + key)), std::nullopt);
    EXPECT_EQ(known_visitor(cookies("parley_visitor=" + key + "'")), std::nullopt);
}

TEST(Visitor, HasACookieThatNoScriptReadsAndNoOtherSiteSends)
{
    const auto plain = visitor_of({}).cookie;
    EXPECT_NE(plain.find("; HttpOnly; SameSite=Strict"), std::string::npos) << plain;
    EXPECT_EQ(plain.find("Secure"), std::string::npos) << plain;
    EXPECT_TRUE(visitor_of({{"X-Forwarded-Proto", "https"}}).cookie.ends_with("; Secure"));
}

TEST(Visitor, IsNotHeardThroughPagesOfOtherSites)
{
    EXPECT_TRUE(is_from_another_site({{"Sec-Fetch-Site", "cross-site"}}));
    EXPECT_TRUE(is_from_another_site({{"Sec-Fetch-Site", "same-site"}}));
    EXPECT_FALSE(is_from_another_site({{"Sec-Fetch-Site", "same-origin"}}));
    EXPECT_FALSE(is_from_another_site({}));
}

TEST(Visitor, IsNotHeardThroughAnotherOriginWhereBrowsersTellNoSite)
{
    const auto is_other = [](const char* origin) {
        return is_from_another_site({{"Host", "chat.example:8080"}, {"Origin", origin}});
    };
    for (const auto* other : {"http://evil.example", "http://chat.example", "http://chat.example:80",
                              "http://chat.example:8080.evil.example", "null", ""})
        EXPECT_TRUE(is_other(other)) << other;
    EXPECT_FALSE(is_other("http://chat.example:8080"));
    EXPECT_FALSE(is_other("http://Chat.example:8080"));
    EXPECT_TRUE(is_from_another_site({{"Origin", "http://evil.example"}})) << "called by no name";
    // What the browser tells counts more: a proxy may call us by another name than the page.
    EXPECT_FALSE(is_from_another_site(
        {{"Sec-Fetch-Site", "same-origin"}, {"Host", "127.0.0.1:8080"}, {"Origin", "https://chat.example"}}));
}

TEST(Visitor, IsKnownWithoutACookieByTheAddressThatTheProxyNextToUsTells)
{
    http::request request{.method = "POST",
                          .path = "/chat",
                          .query = {},
                          .headers = {},
                          .body = {},
                          .id = {},
                          .peer = "127.0.0.1",
                          .until = {}};
    EXPECT_EQ(user_of(request), "127.0.0.1");
    request.headers = {{"X-Forwarded-For", "198.51.100.1, 203.0.113.7"}};
    EXPECT_EQ(user_of(request), "203.0.113.7") << "what stands before it, anybody can write";
    request.headers = {{"X-Forwarded-For", "198.51.100.1"}, {"x-forwarded-for", "203.0.113.8"}};
    EXPECT_EQ(user_of(request), "203.0.113.8") << "a proxy may add a line of its own";
    request.headers = {{"X-Forwarded-For", " "}};
    EXPECT_EQ(user_of(request), "127.0.0.1");
    request.headers = {{"X-Forwarded-For", "203.0.113.7"},
                       {"Cookie", "parley_visitor=" + std::string(64, 'a')}};
    EXPECT_EQ(user_of(request), std::string(64, 'a'));
}

}  // namespace
}  // namespace parley::server
