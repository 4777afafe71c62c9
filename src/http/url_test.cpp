#include "http/url.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

TEST(Url, GivesHostPortAndTarget)
{
    const auto parsed = parse_url("https://API.Example.com/v1/chat?api-version=1#part");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->where, (origin{transport::tls, "api.example.com", 443}));
    EXPECT_EQ(parsed->target, "/v1/chat?api-version=1");
    EXPECT_EQ(host_field_of(parsed->where), "api.example.com");
}

TEST(Url, GivesPortsAndBracketsWhereTheyBelong)
{
    const auto parsed = parse_url("http://[::1]:11434");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->where, (origin{transport::plain, "::1", 11434}));
    EXPECT_EQ(parsed->target, "/");
    EXPECT_EQ(authority_of(parsed->where), "[::1]:11434");
    EXPECT_EQ(host_field_of(parsed->where), "[::1]:11434");
}

TEST(Url, KeepsCredentialsApart)
{
    const auto parsed = parse_url("http://us%40er:pass@host/");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->user_info.reveal(), "us@er:pass");
    EXPECT_EQ(basic_authorization(parsed->user_info).reveal(), "Basic dXNAZXI6cGFzcw==");
}

// The parser below us took the first half for the host, so a request went to another machine.
TEST(Url, TakesNoNameForTheAddressItBeginsWith)
{
    for (const auto* text :
         {"http://127.0.0.1.example/v1", "http://127.0.0.1example:80/", "http://1.2.3.4.5/"}) {
        const auto parsed = parse_url(text);
        ASSERT_TRUE(parsed.has_error()) << text;
        EXPECT_EQ(parsed.error().code, errc::invalid_input);
    }
}

TEST(Url, RefusesWhatItCannotUseWithoutQuotingIt)
{
    for (const auto* text : {"", "host", "ftp://host/", "http://", "http://user:word@", "http://host:0/",
                             "http://host:99999/", "http://ho st/", "http://a%0d%0ab/"}) {
        const auto parsed = parse_url(text);
        ASSERT_TRUE(parsed.has_error()) << text;
        EXPECT_EQ(parsed.error().code, errc::invalid_input);
        EXPECT_EQ(parsed.error().detail.find("word"), std::string::npos);
    }
    EXPECT_TRUE(parse_url("http://host/" + std::string(9000, 'a')).has_error());
}

}  // namespace
}  // namespace parley::http
