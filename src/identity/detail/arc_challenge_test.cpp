#include "identity/detail/arc_challenge.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

errc refusal_of(std::optional<std::string_view> field)
{
    const auto read = read_arc_challenge(field);
    return read ? errc{} : read.error().code;
}

TEST(ArcChallenge, NamesTheKeyFile)
{
    const auto key = read_arc_challenge("Basic realm=/var/opt/azcmagent/tokens/0f3c.key");
    ASSERT_TRUE(key) << key.error().detail;
    EXPECT_EQ(*key, "/var/opt/azcmagent/tokens/0f3c.key");
}

TEST(ArcChallenge, RefusesAnAnswerWithoutTheField)
{
    EXPECT_EQ(refusal_of(std::nullopt), errc::authentication_failed);
}

TEST(ArcChallenge, RefusesARealmWithoutAnEqualsSignAndWithTwo)
{
    for (const auto* field :
         {"", "Basic", "Basic realm", "Basic realm/var/opt/azcmagent/tokens/a.key",
          "Basic realm=/var/opt/azcmagent/tokens/a=b.key", "Basic realm==/var/opt/azcmagent/tokens/a.key"})
        EXPECT_EQ(refusal_of(field), errc::authentication_failed) << field;
}

TEST(ArcChallenge, RefusesAnotherScheme)
{
    EXPECT_EQ(refusal_of("Bearer realm=/var/opt/azcmagent/tokens/a.key"), errc::authentication_failed);
    EXPECT_EQ(refusal_of("Basic charset=/var/opt/azcmagent/tokens/a.key"), errc::authentication_failed);
}

TEST(ArcChallenge, RefusesAFileOutsideTheFolderOfKeys)
{
    for (const auto* path : {"/etc/shadow", "/etc/a.key", "a.key", "/var/opt/azcmagent/a.key",
                             "/var/opt/azcmagent/tokens/x/a.key", "/var/opt/azcmagent/tokens/../a.key",
                             "/var/opt/azcmagent/tokens/../tokens/a.key", "/var/opt/azcmagent/tokens//a.key",
                             "/var/opt/azcmagent/./tokens/a.key", "//var/opt/azcmagent/tokens/a.key",
                             "\"/var/opt/azcmagent/tokens/a.key\""})
        EXPECT_EQ(refusal_of("Basic realm=" + std::string(path)), errc::authentication_failed) << path;
}

TEST(ArcChallenge, RefusesAnotherExtension)
{
    for (const auto* name : {"a", "a.pem", "a.key.txt", "a.KEY", ".key", "", "..", "a.key/"})
        EXPECT_EQ(refusal_of("Basic realm=/var/opt/azcmagent/tokens/" + std::string(name)),
                  errc::authentication_failed)
            << name;
}

TEST(ArcChallenge, RefusesANulByteInTheName)
{
    const std::string field("Basic realm=/var/opt/azcmagent/tokens/a\0.key", 44);
    EXPECT_EQ(refusal_of(field), errc::authentication_failed);
}

}  // namespace
}  // namespace parley::identity
