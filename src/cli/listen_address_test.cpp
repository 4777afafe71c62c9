#include "cli/listen_address.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

std::string read(std::string_view text)
{
    const auto at = read_listen_address(text);
    return at ? at->address().to_string() + " " + std::to_string(at->port()) : "refused";
}

TEST(ListenAddress, IsThisComputerOrANetworkOfItsOwn)
{
    EXPECT_EQ(read("127.0.0.1"), "127.0.0.1 0");
    EXPECT_EQ(read("127.0.0.1:5300"), "127.0.0.1 5300");
    EXPECT_EQ(read("172.17.0.1:5300"), "172.17.0.1 5300");
    EXPECT_EQ(read("10.88.0.1"), "10.88.0.1 0");
    EXPECT_EQ(read("192.168.65.2"), "192.168.65.2 0");
    EXPECT_EQ(read("::1"), "::1 0");
    EXPECT_EQ(read("[::1]:5300"), "::1 5300");
    EXPECT_EQ(read("[fd00::1]"), "fd00::1 0");
}

TEST(ListenAddress, IsNeverEveryNetwork)
{
    for (const auto* text :
         {"0.0.0.0", "0.0.0.0:5300", "::", "[::]:5300", "::ffff:0.0.0.0", "[::ffff:0:0]:1"})
        EXPECT_EQ(read(text), "refused") << text;
}

TEST(ListenAddress, IsNeverOneThatTheInternetCanReach)
{
    for (const auto* text : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1", "224.0.0.1",
                             "255.255.255.255", "2001:db8::1", "ff02::1", "::ffff:8.8.8.8"})
        EXPECT_EQ(read(text), "refused") << text;
}

TEST(ListenAddress, IsNoNameAndHasNoOddPort)
{
    for (const auto* text : {"", "localhost", ":5300", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:5300x",
                             "[::1", "[::1]5300", "[127.0.0.1", "127.0.0.1:1:2", "*"})
        EXPECT_EQ(read(text), "refused") << text;
}

TEST(ListenAddress, SaysWhatToNameInstead)
{
    EXPECT_NE(read_listen_address("0.0.0.0").error().detail.find("--listen 0.0.0.0"), std::string::npos);
    EXPECT_NE(read_listen_address("0.0.0.0").error().detail.find("bridge"), std::string::npos);
}

}  // namespace
}  // namespace parley::cli
