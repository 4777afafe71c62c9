#include "audit/browser/message_splitter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::audit {
namespace {

using namespace std::string_view_literals;

std::vector<std::string> read_all(std::initializer_list<std::string_view> pieces)
{
    message_splitter splitter(100);
    std::vector<std::string> messages;
    for (const auto piece : pieces) {
        splitter.feed(piece);
        for (auto message = splitter.next(); message.value(); message = splitter.next())
            messages.emplace_back(**message);
    }
    return messages;
}

// The pipe may cut anywhere, so every way of cutting must give the same messages.
TEST(MessageSplitter, GivesTheSameMessagesHoweverTheBytesAreCut)
{
    const auto text = "{\"a\":1}\0\0{\"b\":\"é\"}\0left"sv;
    const std::vector<std::string> expected = {"{\"a\":1}", "", "{\"b\":\"é\"}"};
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); ++second)
            EXPECT_EQ(
                read_all({text.substr(0, first), text.substr(first, second - first), text.substr(second)}),
                expected)
                << "cut at " << first << " and " << second;
}

TEST(MessageSplitter, RefusesAMessageLongerThanTheLimitBeforeItsEndCame)
{
    message_splitter splitter(4);
    splitter.feed("1234");
    EXPECT_TRUE(splitter.next());
    splitter.feed("5");
    const auto refused = splitter.next();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::too_large);
}

TEST(MessageSplitter, TakesAMessageOfExactlyTheLimit)
{
    message_splitter splitter(4);
    splitter.feed("1234\0"sv);
    EXPECT_EQ(splitter.next().value(), "1234");
}

}  // namespace
}  // namespace parley::audit
