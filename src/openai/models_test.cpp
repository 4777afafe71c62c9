#include "openai/models.hpp"

#include "openai/testing/model_host.hpp"

#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using testing::model_host;

struct talk {
    unsigned status = 200;
    std::string body;
    host_style style = host_style::compatible;
    std::string id = {};

    result<std::vector<model_info>> list = error{errc::cancelled, "not asked"};
    result<model_info> one = error{errc::cancelled, "not asked"};
    std::vector<std::string> targets = {};
};

asio::awaitable<bool> ask(talk& script, http::client& client, model_host& server)
{
    const endpoint where{
        .base_url = server.url(""), .style = script.style, .names = {"THE_ADDRESS", "THE_KEY"}};
    script.list = co_await list_models(client, where, deadline_after(10s));
    script.one = co_await find_model(client, where, script.id, deadline_after(10s));
    co_await server.stop();
    co_return true;
}

talk run(talk script)
{
    asio::io_context loop;
    model_host server(loop, [&script](const http::request&) {
        return http::response{
            .status = script.status, .headers = {{"Content-Type", "application/json"}}, .body = script.body};
    });
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    asio::co_spawn(loop, ask(script, *client, server), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    for (const auto& each : server.arrivals)
        script.targets.push_back(each.what.method + " " + each.what.path + "?" + each.what.query);
    return script;
}

TEST(Models, ListsWhatAHostOffers)
{
    const auto done = run({.body = R"({"object":"list","data":[{"id":"a","object":"model","created":1.7e9,)"
                                   R"("owned_by":"us"},{"object":"odd"},{"id":"b"}]})"});
    ASSERT_TRUE(done.list) << done.list.error().detail;
    ASSERT_EQ(done.list->size(), 2U);
    EXPECT_EQ((*done.list)[0].id, "a");
    EXPECT_EQ((*done.list)[0].created, 1'700'000'000);
    EXPECT_EQ((*done.list)[0].owned_by, "us");
    EXPECT_EQ((*done.list)[1].id, "b");
}

TEST(Models, FindsOne)
{
    const auto done = run({.body = R"({"id":"org/a b","created":7})", .id = "org/a b"});
    ASSERT_TRUE(done.one) << done.one.error().detail;
    EXPECT_EQ(done.one->id, "org/a b");
    EXPECT_EQ(done.targets.at(0), "GET /models?");
    EXPECT_EQ(done.targets.at(1), "GET /models/org/a b?");  // the slash was sent as %2F
}

TEST(Models, AsksOlderAzureWithItsVersion)
{
    const auto done = run({.body = R"({"data":[]})", .style = host_style::azure_legacy, .id = "d"});
    EXPECT_EQ(done.targets.at(0), "GET /openai/models?api-version=2024-10-21");
    EXPECT_EQ(done.targets.at(1), "GET /openai/models/d?api-version=2024-10-21");
}

TEST(Models, TellsUnknownFromBroken)
{
    const auto unknown = run({.status = 404, .body = R"({"error":{"code":"model_not_found"}})", .id = "x"});
    ASSERT_FALSE(unknown.one);
    EXPECT_EQ(unknown.one.error().code, errc::not_found);
    for (const auto* body : {"[]", "{}", "{\"data\":1}", "nothing"}) {
        const auto odd = run({.body = body, .id = "x"});
        ASSERT_FALSE(odd.list) << body;
        EXPECT_EQ(odd.list.error().code, errc::malformed);
        EXPECT_NE(odd.list.error().detail.find("(request "), std::string::npos);
        ASSERT_FALSE(odd.one) << body;
    }
    const auto refused = run({.body = R"({"error":{"code":"invalid_api_key"}})", .id = "x"});
    ASSERT_FALSE(refused.list);
    EXPECT_EQ(refused.list.error().code, errc::upstream_rejected);
    EXPECT_NE(refused.list.error().detail.find("correct THE_KEY"), std::string::npos);
}

}  // namespace
}  // namespace parley::openai
