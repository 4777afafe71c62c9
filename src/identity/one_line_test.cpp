#include "identity/one_line.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

TEST(OneLine, IsOneLineOfBoundedLength)
{
    EXPECT_EQ(as_one_line(" a\r\nb\tc\x01\x7f "), "a b c");
    EXPECT_EQ(as_one_line("a\u009b2J\u2028b"), "a 2J b");
    EXPECT_EQ(as_one_line(std::string(100'000, 'x')).size(), 512U);
    EXPECT_EQ(as_one_line("caf\xe9"), "caf\xef\xbf\xbd");
}

TEST(OneLine, ShowsNoTokenEvenWhereItWouldBeCut)
{
    const std::string token =
        "eyJ" + std::string(30, 'a') + "." + std::string(600, 'b') + "." + std::string(30, 'c');
    const auto line = as_one_line(std::string(480, 'x') + " " + token);
    EXPECT_EQ(line.find("eyJ"), std::string::npos) << line;
}

}  // namespace
}  // namespace parley::identity
