#include "identity/detail/redacted.hpp"

#include <gtest/gtest.h>

namespace parley::identity {
namespace {

TEST(Redacted, TakesOutEveryJwtAndLeavesTheWordsAround)
{
    EXPECT_EQ(redacted(R"(got "eyJhbGciOiJ.eyJhdWQi.c2ln-_" and eyJ0eXA.eyJpc3M.x, twice)"),
              R"(got "***" and ***, twice)");
}

TEST(Redacted, TakesOutATokenThatWasCutOff)
{
    EXPECT_EQ(redacted("eyJhbGciOiJQUzI1NiIs"), "***");
    EXPECT_EQ(redacted("eyJhbGci.eyJ"), "***");
}

TEST(Redacted, LeavesProseAsItIs)
{
    for (const std::string_view text : {"", "eyJ", "the eyJ prefix", "AADSTS700016: no such application"})
        EXPECT_EQ(redacted(text), text);
}

}  // namespace
}  // namespace parley::identity
