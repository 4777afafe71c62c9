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

}  // namespace
}  // namespace parley::mock
