#include "http/message.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(Fields, FindsANameInAnyCase)
{
    const fields headers = {{"Content-Type", "text/plain"}};
    EXPECT_EQ(headers.find("content-TYPE"), "text/plain");
    EXPECT_FALSE(headers.find("Content-Typ").has_value());
}

TEST(Fields, SetReplacesEveryFieldOfThatNameAndAddKeepsThem)
{
    fields headers;
    headers.add("Via", "one");
    headers.add("via", "two");
    EXPECT_EQ(std::distance(headers.begin(), headers.end()), 2);
    headers.set("VIA", "three");
    EXPECT_EQ(std::distance(headers.begin(), headers.end()), 1);
    EXPECT_EQ(headers.find("via"), "three");
}

}  // namespace
}  // namespace parley::http
