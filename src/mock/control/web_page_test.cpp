// Pages in a browser reach the loopback of its computer; the control plane is not for them.
#include "mock/control/control_plane.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

unsigned status_for(mock_state& with, http::fields headers)
{
    http::request from;
    from.method = "GET";
    from.path = std::string(control_prefix) + "journal";
    from.headers = std::move(headers);
    return answer_control(with, from).status;
}

TEST(ControlPlane, RefusesAWebPageWithoutAToken)
{
    mock_state with{mock_settings{}};
    EXPECT_EQ(status_for(with, {{"Host", "127.0.0.1:80"}, {"Origin", "https://example.com"}}), 403U);
    for (const auto* name :
         {"example.com", "example.com:8080", "127.0.0.1.example.com", "192.0.2.1:1", "[::2]"})
        EXPECT_EQ(status_for(with, {{"Host", name}}), 403U) << name;
    for (const auto* name :
         {"127.0.0.1", "127.0.0.1:8080", "localhost", "LocalHost:1", "[::1]", "[::1]:8080"})
        EXPECT_EQ(status_for(with, {{"Host", name}}), 200U) << name;
    EXPECT_EQ(status_for(with, {}), 200U);
}

TEST(ControlPlane, TakesAnyHostWithTheToken)
{
    mock_settings settings;
    settings.control_token = secret("right-token-of-the-test");
    mock_state with{settings};
    EXPECT_EQ(status_for(with, {{"Host", "mock.example"}, {"X-Mock-Token", "right-token-of-the-test"}}),
              200U);
    EXPECT_EQ(status_for(with, {{"Host", "mock.example"}}), 401U);
}

}  // namespace
}  // namespace parley::mock
