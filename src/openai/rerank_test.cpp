#include "openai/rerank.hpp"

#include "openai/testing/model_host.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using testing::model_host;
namespace json = boost::json;

struct talk {
    std::string answer;  // to two texts
    unsigned status = 200;
    std::vector<std::string> texts = {"one", "two"};

    result<std::vector<double>> got = error{errc::cancelled, "not asked"};
    std::vector<http::request> requests = {};
};

asio::awaitable<bool> ask(talk& script, rerank_model& model, model_host& server)
{
    rerank_request request{"m", "the query", script.texts};
    script.got = co_await model.score(std::move(request), deadline_after(10s));
    co_await server.stop();
    co_return true;
}

talk run(talk script)
{
    asio::io_context loop;
    const auto answer = [&script](const http::request&) {
        return http::response{.status = script.status,
                              .headers = {{"Content-Type", "application/json"}},
                              .body = script.answer};
    };
    model_host server(loop, answer);
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    endpoint where{.base_url = server.url()};
    where.retries.first_wait = 1ms;
    const auto model = connect_reranking(*client, std::move(where));
    asio::co_spawn(loop, ask(script, *model, server), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    for (const auto& each : server.arrivals) script.requests.push_back(each.what);
    return script;
}

TEST(Rerank, AsksForAScoreOfEachTextAndGivesThemInTheirOrder)
{
    const auto done = run({.answer = R"({"model":"m","results":[{"index":1,"relevance_score":0.9},
                                                                {"index":0,"relevance_score":0.25}]})"});
    ASSERT_TRUE(done.got) << done.got.error().detail;
    EXPECT_EQ(*done.got, (std::vector<double>{0.25, 0.9}));
    ASSERT_EQ(done.requests.size(), 1U);
    EXPECT_TRUE(done.requests[0].path.ends_with("/rerank")) << done.requests[0].path;
    EXPECT_EQ(json::parse(done.requests[0].body),
              json::parse(R"({"model":"m","query":"the query","documents":["one","two"],"top_n":2})"));
}

TEST(Rerank, AsksNobodyAboutNothing)
{
    const auto done = run({.answer = "{}", .texts = {}});
    ASSERT_TRUE(done.got);
    EXPECT_TRUE(done.got->empty());
    EXPECT_TRUE(done.requests.empty());
}

TEST(Rerank, TellsAnErrorWithStatus200FromAnAnswerThatCannotBeRead)
{
    const auto refused = run({.answer = R"({"error":{"code":"invalid_api_key","message":"quoted"}})"});
    ASSERT_FALSE(refused.got);
    EXPECT_NE(refused.got.error().detail.find("correct OPENAI_API_KEY"), std::string::npos);
    const auto odd = run({.answer = R"({"results":[{"index":0,"relevance_score":0.5}]})"});
    ASSERT_FALSE(odd.got);
    EXPECT_EQ(odd.got.error().code, errc::malformed);
    EXPECT_TRUE(odd.got.error().detail.starts_with("the reranker sent 1 scores for 2 texts (request "))
        << odd.got.error().detail;
}

TEST(Rerank, SaysWhatAServerWithoutTheRouteRefuses)
{
    const auto done = run({.answer = R"({"error":{"message":"not found"}})", .status = 404});
    ASSERT_FALSE(done.got);
    EXPECT_EQ(done.got.error().code, errc::upstream_rejected) << done.got.error().detail;
    EXPECT_EQ(done.requests.size(), 1U);
}

}  // namespace
}  // namespace parley::openai
