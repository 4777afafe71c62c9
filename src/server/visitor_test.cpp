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

}  // namespace
}  // namespace parley::server
