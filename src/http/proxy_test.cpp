#include "http/proxy.hpp"

#include <gtest/gtest.h>

namespace parley::http {
namespace {

bool goes_through_proxy(std::string no_proxy, const std::string& url)
{
    const proxy_settings settings{"http://proxy:3128", "http://proxy:3128", std::move(no_proxy)};
    const auto chosen = choose_proxy(settings, parse_url(url)->where);
    return chosen.has_value() && chosen->has_value();
}

TEST(Proxy, IsChosenByScheme)
{
    const proxy_settings settings{.http_proxy = "http://plain:1", .https_proxy = "tls:2"};
    EXPECT_EQ((*choose_proxy(settings, {transport::plain, "a", 80}))->where.host, "plain");
    EXPECT_EQ((*choose_proxy(settings, {transport::tls, "a", 443}))->where,
              (origin{transport::plain, "tls", 2}));
    EXPECT_FALSE(choose_proxy({}, {transport::tls, "a", 443})->has_value());
}

TEST(Proxy, IsNotUsedForOurOwnMachine)
{
    for (const auto* url :
         {"http://localhost:11434", "http://127.0.0.2", "http://[::1]:80", "http://a.localhost"})
        EXPECT_FALSE(goes_through_proxy("", url)) << url;
}

TEST(Proxy, IsNotUsedForHostsAndDomainsThatNoProxyNames)
{
    EXPECT_FALSE(goes_through_proxy("one.com, Example.COM", "https://example.com"));
    EXPECT_FALSE(goes_through_proxy("example.com", "https://api.example.com"));
    EXPECT_FALSE(goes_through_proxy(".example.com", "https://api.example.com"));
    EXPECT_FALSE(goes_through_proxy("*.example.com", "https://api.example.com"));
    EXPECT_FALSE(goes_through_proxy("*", "https://api.example.com"));
    EXPECT_TRUE(goes_through_proxy("example.com", "https://notexample.com"));
    EXPECT_TRUE(goes_through_proxy("ple.com,,", "https://example.com"));
}

TEST(Proxy, ComparesThePortWhenNoProxyNamesOne)
{
    EXPECT_FALSE(goes_through_proxy("example.com:8080", "http://example.com:8080"));
    EXPECT_TRUE(goes_through_proxy("example.com:8080", "http://example.com"));
    EXPECT_FALSE(goes_through_proxy("[2001:db8::1]:8080", "http://[2001:db8::1]:8080"));
}

TEST(Proxy, KnowsAddressesAndNetworksInNoProxy)
{
    EXPECT_FALSE(goes_through_proxy("10.1.2.3", "http://10.1.2.3"));
    EXPECT_FALSE(goes_through_proxy("10.0.0.0/8", "http://10.1.2.3"));
    EXPECT_TRUE(goes_through_proxy("10.0.0.0/8", "http://11.1.2.3"));
    EXPECT_FALSE(goes_through_proxy("2001:db8::/32", "http://[2001:db8::1]"));
    EXPECT_TRUE(goes_through_proxy("2001:db8::/32", "http://[2001:db9::1]"));
}

TEST(Proxy, TakesCredentialsFromItsUrl)
{
    const proxy_settings settings{.https_proxy = "http://user:pass@proxy:3128"};
    const auto chosen = choose_proxy(settings, {transport::tls, "a", 443});
    EXPECT_EQ((*chosen)->authorization.reveal(), "Basic dXNlcjpwYXNz");
}

TEST(Proxy, NamesTheSettingWhenItCannotBeUsedAndHidesTheCredentials)
{
    const proxy_settings tls_proxy{.https_proxy = "https://user:word@proxy:3128"};
    const auto unsupported = choose_proxy(tls_proxy, {transport::tls, "a", 443});
    EXPECT_EQ(unsupported.error().code, errc::unsupported);
    EXPECT_NE(unsupported.error().detail.find("HTTPS_PROXY"), std::string::npos);
    EXPECT_EQ(unsupported.error().detail.find("word"), std::string::npos);
    EXPECT_EQ(choose_proxy({.http_proxy = "socks5://p"}, {transport::plain, "a", 80}).error().code,
              errc::invalid_input);
}

}  // namespace
}  // namespace parley::http
