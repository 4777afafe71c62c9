#include "http/query_value.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(QueryValue, IsTheDecodedTextBehindItsName)
{
    constexpr std::string_view query = "count=20&q=two+words%21&empty=&bare&q=again";
    EXPECT_EQ(query_value(query, "count"), "20");
    EXPECT_EQ(query_value(query, "q"), "two words!");
    EXPECT_EQ(query_value(query, "empty"), "");
    EXPECT_EQ(query_value(query, "bare"), "");
    EXPECT_EQ(query_value(query, "coun"), std::nullopt);
    EXPECT_EQ(query_value("", "q"), std::nullopt);
}

TEST(QueryValue, LeavesWhatIsNoEscapeAsItIs)
{
    EXPECT_EQ(query_value("q=100%&r=%4", "q"), "100%");
    EXPECT_EQ(query_value("q=100%&r=%4", "r"), "%4");
    EXPECT_EQ(query_value("q=%zz%41", "q"), "%zzA");
}

}  // namespace
}  // namespace parley::http
