#include "mock/journal.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

http::request with_body(std::size_t bytes)
{
    http::request made;
    made.method = "POST";
    made.path = "/v1/responses";
    made.body = std::string(bytes, 'x');
    return made;
}

TEST(Journal, KeepsTheLastSoManyAndCountsTheRest)
{
    journal kept({.entries_max = 3});
    for (int i = 0; i < 5; ++i) kept.begin(with_body(1));
    ASSERT_EQ(kept.entries().size(), 3U);
    EXPECT_EQ(kept.entries().front()->number, 3U);
    EXPECT_EQ(kept.forgotten(), 2U);
}

TEST(Journal, KeepsNoMoreBytesThanItsLimit)
{
    journal kept({.entries_max = 1'000'000, .bytes_max = 1024 * 1024});
    for (int i = 0; i < 1000; ++i) kept.begin(with_body(60 * 1024));
    EXPECT_LE(kept.entries().size(), 17U);
    EXPECT_GE(kept.entries().size(), 15U);
}

// Headers and queries counted as nothing, and held what they liked.
TEST(Journal, CountsTheBytesOfHeadersAndQueries)
{
    auto from = with_body(1);
    from.query = "q=" + std::string(60 * 1024, 'q');
    for (int i = 0; i < 7; ++i) from.headers.add("X-" + std::to_string(i), std::string(8 * 1024, 'h'));
    journal kept({.entries_max = 1'000'000, .bytes_max = 1024 * 1024});
    const auto entry = kept.begin(from);
    EXPECT_EQ(entry->request.query.size(), 8U * 1024);
    for (int i = 0; i < 100; ++i) kept.begin(from);
    EXPECT_LE(kept.entries().size(), 16U);
    EXPECT_GE(kept.entries().size(), 14U);
}

TEST(Journal, KeepsNoSecretOfTheQueryAndTheHeaders)
{
    auto from = with_body(1);
    from.query = "api-version=1&sig=abc&code=d%20e";
    from.headers.add("X-Note", "Bearer abcdefgh12345678");
    from.headers.add("Secret", "abc");
    journal kept({});
    const auto entry = kept.begin(from);
    EXPECT_EQ(entry->request.query, "api-version=1&sig=***&code=***");
    EXPECT_EQ(*entry->request.headers.find("X-Note"), "Bearer ***");
    EXPECT_FALSE(entry->request.headers.find("Secret"));
}

TEST(Journal, KeepsALongBodyInPartAndSaysSo)
{
    journal kept({});
    const auto entry = kept.begin(with_body(100 * 1024));
    EXPECT_EQ(entry->body_bytes, 100U * 1024);
    EXPECT_EQ(entry->request.body.size(), 64U * 1024);
    EXPECT_FALSE(entry->is_whole());
}

// Ten thousand open streams outlive their places in the journal, and must not hold their requests.
TEST(Journal, GivesBackTheRequestOfAnEntryThatItForgets)
{
    journal kept({.entries_max = 1});
    const auto entry = kept.begin(with_body(1000));
    kept.begin(with_body(1));
    EXPECT_TRUE(entry->request.body.empty());
    EXPECT_EQ(entry->number, 1U);
}

TEST(Journal, KeepsNoneWhenToldSo)
{
    journal kept({.entries_max = 0});
    EXPECT_EQ(kept.begin(with_body(1))->number, 1U);
    EXPECT_EQ(kept.begin(with_body(1))->number, 2U);
    EXPECT_TRUE(kept.entries().empty());
}

TEST(Journal, ForgetsOneScope)
{
    journal kept({});
    kept.begin(with_body(1))->scope = "mine";
    kept.begin(with_body(1))->scope = "yours";
    kept.reset("mine");
    ASSERT_EQ(kept.entries().size(), 1U);
    EXPECT_EQ(kept.entries().front()->scope, "yours");
}

TEST(Journal, HidesTheSecretsOfAFormHoweverItsTypeIsSpelt)
{
    for (const auto* type : {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; a=b"}) {
        journal kept({});
        const http::request form{.method = "POST",
                                 .path = "/t/oauth2/v2.0/token",
                                 .query = {},
                                 .headers = {{"Content-Type", type}},
                                 .body = "client_id=app&client_secret=s&code_verifier=v-1",
                                 .id = {},
                                 .peer = {},
                                 .until = {}};
        const auto& body = kept.begin(form)->request.body;
        EXPECT_EQ(body.find("secret=s"), std::string::npos) << body;
        EXPECT_EQ(body.find("v-1"), std::string::npos) << body;
    }
}

}  // namespace
}  // namespace parley::mock
