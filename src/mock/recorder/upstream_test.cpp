#include "mock/recorder/upstream.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::string asked_of(const std::string& base, std::string path, std::string query = {})
{
    const auto to = read_upstream(base);
    if (!to) return to.error().detail;
    http::request from;
    from.path = std::move(path);
    from.query = std::move(query);
    return url_for(*to, from);
}

TEST(Upstream, TakesThePlaceOfV1OrOfItsOwnPath)
{
    EXPECT_EQ(asked_of("https://api.example.com/v1/", "/v1/chat/completions"),
              "https://api.example.com/v1/chat/completions");
    EXPECT_EQ(asked_of("https://api.example.com", "/v1/chat/completions"),
              "https://api.example.com/v1/chat/completions");
    EXPECT_EQ(asked_of("https://r.example.com/openai/v1", "/v1/responses"),
              "https://r.example.com/openai/v1/responses");
    EXPECT_EQ(asked_of("https://r.example.com/openai/v1", "/openai/v1/responses"),
              "https://r.example.com/openai/v1/responses");
    EXPECT_EQ(asked_of("http://127.0.0.1:9/api", "/chat/completions"),
              "http://127.0.0.1:9/api/chat/completions");
    EXPECT_EQ(asked_of("https://r.example.com", "/openai/deployments/a b/embeddings", "api-version=1"),
              "https://r.example.com/openai/deployments/a%20b/embeddings?api-version=1");
    EXPECT_EQ(asked_of("http://[::1]:8080/v1", "/v1beta/models"), "http://[::1]:8080/v1/v1beta/models");
}

TEST(Upstream, RefusesWhatIsNoBaseUrl)
{
    EXPECT_FALSE(read_upstream("api.example.com"));
    EXPECT_FALSE(read_upstream("https://me:word@example.com/v1"));
    EXPECT_FALSE(read_upstream("https://example.com/v1?key=1"));
    EXPECT_FALSE(read_upstream("https://example.com/v1/chat/completions"));
}

std::string told(const http::fields& headers)
{
    std::string all;
    for (const auto& [name, value] : headers) all += name + "=" + value + " ";
    return all;
}

TEST(Upstream, PassesHeadersOnButThoseOfOneConnectionAndOurOwn)
{
    const http::fields asked{{"Host", "127.0.0.1"},
                             {"Authorization", "Bearer k"},
                             {"Accept-Encoding", "gzip"},
                             {"Connection", "X-Hop"},
                             {"X-Hop", "1"},
                             {"Content-Length", "3"},
                             {"X-Mock-Scope", "test"},
                             {"x-mock-latency", "5"},
                             {"X-Mock-Anything", "1"},
                             {"OpenAI-Beta", "b"}};
    EXPECT_EQ(told(headers_to_pass_up(asked)),
              "Authorization=Bearer k OpenAI-Beta=b Accept-Encoding=identity ");
    const http::fields said{{"Transfer-Encoding", "chunked"}, {"Set-Cookie", "s=1"}, {"retry-after", "2"}};
    EXPECT_EQ(told(headers_to_pass_down(said)), "Set-Cookie=s=1 retry-after=2 ");
}

TEST(Upstream, KeepsNoHeaderThatSaysWhoAsked)
{
    const http::fields said{{"Content-Type", "application/json"}, {"set-cookie", "session=1"},
                            {"openai-organization", "acme"},      {"CF-Ray", "1"},
                            {"x-ratelimit-limit-requests", "60"}, {"Date", "today"}};
    EXPECT_EQ(told(headers_to_keep(said)), "Content-Type=application/json x-ratelimit-limit-requests=60 ");
}

}  // namespace
}  // namespace parley::mock
