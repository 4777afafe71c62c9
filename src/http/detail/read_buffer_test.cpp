#include "http/detail/read_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace parley::http {
namespace {

void read(read_buffer& into, std::string_view bytes)
{
    const auto room = into.prepare();
    ASSERT_TRUE(room);
    ASSERT_GE(room->size(), bytes.size());
    std::copy(bytes.begin(), bytes.end(), room->begin());
    into.commit(bytes.size());
}

std::string_view unread(read_buffer& in)
{
    return {in.unread().data(), in.unread().size()};
}

TEST(ReadBuffer, KeepsWhatIsNotUnderstoodThroughEveryRelease)
{
    read_buffer buffer(64 * 1024);
    std::string all;
    for (int round = 0; round < 50; ++round) {
        // From nothing to more than it gives memory back for.
        const auto text = std::string(static_cast<std::size_t>(round), 'a') + std::to_string(round);
        read(buffer, text);
        all += text;
        buffer.release();
        EXPECT_EQ(unread(buffer), all);
        const auto used = all.size() - std::min<std::size_t>(all.size(), static_cast<std::size_t>(round) * 2);
        buffer.consume(used);
        all.erase(0, used);
        buffer.release();
        EXPECT_EQ(unread(buffer), all);
    }
}

TEST(ReadBuffer, OffersMoreRoomOnlyWhileReadsFillIt)
{
    read_buffer buffer(64 * 1024);
    const auto first = buffer.prepare()->size();
    buffer.commit(first);
    buffer.consume(first);
    buffer.release();
    EXPECT_GT(buffer.prepare()->size(), first);
    buffer.commit(10);
    buffer.consume(10);
    buffer.release();
    EXPECT_EQ(buffer.prepare()->size(), read_buffer::bytes_min);
}

TEST(ReadBuffer, RefusesMoreThanItsLimit)
{
    read_buffer buffer(1000);
    read(buffer, std::string(1000, 'a'));
    EXPECT_FALSE(buffer.prepare());
}

}  // namespace
}  // namespace parley::http
