#include "cli/audit_gunzip.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using namespace std::string_view_literals;

// "hello\n" as gzip -n packs it.
constexpr auto hello =
    "\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\0\x20\x30\x3a\x36\x06\0\0\0"sv;

TEST(Gunzip, UnpacksAllMembers)
{
    EXPECT_TRUE(is_gzip(hello));
    EXPECT_EQ(gunzip(hello, 100).value(), "hello\n");
    EXPECT_EQ(gunzip(std::string(hello) + std::string(hello), 100).value(), "hello\nhello\n");
}

TEST(Gunzip, RefusesWhatIsDamagedOrCutAnywhere)
{
    for (std::size_t bytes = 0; bytes < hello.size(); ++bytes)
        EXPECT_EQ(gunzip(hello.substr(0, bytes), 100).error().code, errc::malformed) << bytes;
    auto damaged = std::string(hello);
    damaged[20] = static_cast<char>(damaged[20] ^ 1);
    EXPECT_EQ(gunzip(damaged, 100).error().code, errc::malformed);
    EXPECT_EQ(gunzip(std::string(hello) + "more", 100).error().code, errc::malformed);
    EXPECT_EQ(gunzip("<urlset>", 100).error().code, errc::malformed);
    EXPECT_FALSE(is_gzip("<urlset>"));
}

TEST(Gunzip, StopsAtTheLimit)
{
    EXPECT_EQ(gunzip(hello, 5).error().code, errc::too_large);
    EXPECT_EQ(gunzip(hello, 6).value(), "hello\n");
}

}  // namespace
}  // namespace parley::cli
