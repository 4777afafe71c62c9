#include "openai/detail/upstreams.hpp"

#include "openai/testing/model_host.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <tuple>

namespace parley::openai {
namespace {

using namespace std::chrono_literals;
using testing::model_host;

http::response fine()
{
    return {.headers = {{"Content-Type", "application/json"}}, .body = "{}"};
}

http::response refused(unsigned status, http::fields headers = {})
{
    return {.status = status, .headers = std::move(headers)};
}

// Answers in this order, and with the last one from then on.
using answers = std::deque<http::response>;

struct outcome {
    std::optional<std::size_t> from = {};
    std::optional<error> failure = {};
};

struct remembered_setbacks final : setback_listener {
    asio::awaitable<void> met(setback what) override
    {
        all.push_back(std::move(what));
        co_return;
    }

    std::vector<setback> all;
};

struct talk {
    std::vector<answers> hosts;
    int asks = 1;
    std::chrono::milliseconds patience = 10s;
    bool first_is_silent = false;

    std::vector<outcome> outcomes = {};
    std::vector<std::size_t> requests = {};  // of each host
    std::vector<std::string> paths = {};     // of each host's first request
    remembered_setbacks met = {};
};

call chat_call(const std::string& model_name, setback_listener& told)
{
    return call{.route = "/chat/completions", .model = model_name, .setbacks = &told};
}

asio::awaitable<bool> ask(talk& script, upstreams& hosts, std::vector<std::unique_ptr<model_host>>& servers)
{
    for (int i = 0; i < script.asks; ++i) {
        call_for make = [&script](std::size_t, const std::string& name) {
            return chat_call(name, script.met);
        };
        const auto got = co_await hosts.ask("m", std::move(make), deadline_after(script.patience));
        outcome one;
        if (got)
            one.from = got->from;
        else
            one.failure = got.error();
        script.outcomes.push_back(std::move(one));
    }
    for (auto& each : servers) co_await each->stop();
    co_return true;
}

talk run(talk script)
{
    asio::io_context loop;
    std::vector<std::unique_ptr<model_host>> servers;
    std::vector<endpoint> in_order;
    for (auto& host : script.hosts) {
        const auto next_answer = [&host](const http::request&) {
            auto next = host.front();
            if (host.size() > 1) host.pop_front();
            return next;
        };
        const bool silent = script.first_is_silent && servers.empty();
        servers.push_back(std::make_unique<model_host>(loop, next_answer, silent ? 1h : 0h));
        endpoint where{.base_url = servers.back()->url("")};
        where.style = host_style::azure_legacy;
        where.deployment = "d" + std::to_string(servers.size());
        where.retries.first_wait = 1ms;
        where.retries.wait_max = 5s;
        if (silent) where.retries.first_byte_timeout = 20ms;
        in_order.push_back(std::move(where));
    }
    std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                       http::proxy_settings{});
    upstreams hosts(*client, std::move(in_order));
    asio::co_spawn(loop, ask(script, hosts, servers), [&](std::exception_ptr thrown, bool) {
        client.reset();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    for (const auto& each : servers) {
        script.requests.push_back(each->arrivals.size());
        script.paths.push_back(each->arrivals.empty() ? "" : each->arrivals.front().what.path);
    }
    return script;
}

TEST(Upstreams, AsksThePreferredHostAsLongAsItAnswers)
{
    const auto done = run({.hosts = {{fine()}, {fine()}}, .asks = 3});
    for (const auto& each : done.outcomes) EXPECT_EQ(each.from, 0U);
    EXPECT_EQ(done.requests, (std::vector<std::size_t>{3, 0}));
    EXPECT_EQ(done.paths[0], "/openai/deployments/d1/chat/completions");
}

TEST(Upstreams, SpillsOverWhenAHostIsBusyOrBrokenAndNamesItsDeployment)
{
    for (const unsigned status : {429U, 500U, 503U, 529U}) {
        const auto done = run({.hosts = {{refused(status)}, {fine()}}});
        EXPECT_EQ(done.outcomes.at(0).from, 1U) << status;
        EXPECT_EQ(done.requests, (std::vector<std::size_t>{1, 1}));
        EXPECT_EQ(done.paths[1], "/openai/deployments/d2/chat/completions");
    }
}

TEST(Upstreams, TellsWhoIsAskedNextAndWhy)
{
    const auto done = run({.hosts = {{refused(429)}, {refused(500)}, {fine()}}});
    ASSERT_EQ(done.met.all.size(), 2U);
    const auto& [first, second] = std::tie(done.met.all[0], done.met.all[1]);
    EXPECT_EQ(first.why, errc::upstream_busy);
    EXPECT_EQ(first.wait.count(), 0);
    EXPECT_EQ(first.attempt, 2);
    EXPECT_EQ(first.model, "d2");
    EXPECT_EQ(second.why, errc::upstream_failed);
    EXPECT_EQ(second.attempt, 3);
    EXPECT_EQ(second.model, "d3");
}

TEST(Upstreams, TellsHowLongItWaitsWhenAllAreBusy)
{
    const auto busy = refused(429, {{"retry-after-ms", "20"}});
    const auto done = run({.hosts = {{busy, fine()}, {refused(429, {{"Retry-After", "30"}})}}});
    EXPECT_EQ(done.outcomes.at(0).from, 0U);
    ASSERT_EQ(done.met.all.size(), 2U);
    EXPECT_EQ(done.met.all[1].model, "d1");
    EXPECT_EQ(done.met.all[1].attempt, 3);
    EXPECT_GT(done.met.all[1].wait.count(), 0);
    EXPECT_LE(done.met.all[1].wait.count(), 20);
}

TEST(Upstreams, RemembersThatAHostIsBusy)
{
    const auto done = run({.hosts = {{refused(429, {{"Retry-After", "30"}}), fine()}, {fine()}}, .asks = 5});
    for (const auto& each : done.outcomes) EXPECT_EQ(each.from, 1U);
    EXPECT_EQ(done.requests, (std::vector<std::size_t>{1, 5}));
}

TEST(Upstreams, ReturnsToThePreferredHostWhenItsPauseHasEnded)
{
    const auto busy = refused(429, {{"retry-after-ms", "0"}});
    const auto done = run({.hosts = {{busy, fine()}, {fine()}}, .asks = 2});
    EXPECT_EQ(done.outcomes.at(0).from, 1U);
    EXPECT_EQ(done.outcomes.at(1).from, 0U);
}

TEST(Upstreams, RemembersThatAHostIsOutOfReach)
{
    const auto done = run({.hosts = {{fine()}, {fine()}}, .asks = 3, .first_is_silent = true});
    for (const auto& each : done.outcomes) EXPECT_EQ(each.from, 1U);
    EXPECT_EQ(done.requests, (std::vector<std::size_t>{1, 3}));
}

TEST(Upstreams, WaitsForTheOneThatExpectsItFirstWhenAllAreBusy)
{
    const auto soon = refused(429, {{"retry-after-ms", "20"}}), late = refused(429, {{"Retry-After", "40"}});
    const auto done = run({.hosts = {{late, fine()}, {soon, fine()}, {late, fine()}}});
    EXPECT_EQ(done.outcomes.at(0).from, 1U);
    EXPECT_EQ(done.requests, (std::vector<std::size_t>{1, 2, 1}));
}

TEST(Upstreams, SaysHowLongTheShortestPauseIsWhenItIsTooLong)
{
    const auto sooner = refused(429, {{"Retry-After", "30"}}), late = refused(429, {{"Retry-After", "50"}});
    const auto done = run({.hosts = {{late}, {sooner}}, .patience = 5s});
    ASSERT_TRUE(done.outcomes.at(0).failure);
    EXPECT_EQ(done.outcomes[0].failure->code, errc::upstream_busy);
    EXPECT_LE(done.outcomes[0].failure->retry_after, 30s);
    EXPECT_GT(done.outcomes[0].failure->retry_after, 20s);
}

TEST(Upstreams, AsksNobodyElseWhenTheRequestItselfIsRefused)
{
    for (const unsigned status : {400U, 401U, 404U, 413U}) {
        const auto done = run({.hosts = {{refused(status)}, {fine()}}});
        EXPECT_TRUE(done.outcomes.at(0).failure) << status;
        EXPECT_EQ(done.requests, (std::vector<std::size_t>{1, 0}));
    }
}

}  // namespace
}  // namespace parley::openai
