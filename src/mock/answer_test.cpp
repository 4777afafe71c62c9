// No false green: what a run must not hide, over real sockets.
#include "mock/test_talk.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

asio::awaitable<void> checks_what_came_with_a_key(talk& with)
{
    EXPECT_EQ((co_await ask_with(with, "api-key", "right", ask_hello)).status, 200U);
    const auto check = [&with](std::string expect) {
        return ask(with, "/__mock/assert", R"({"expect":[)" + std::move(expect) + "]}");
    };
    EXPECT_EQ((co_await check(R"({"when":{"last_user":"hello"},"calls":0})")).status, 409U);
    EXPECT_EQ((co_await check(R"({"when":{"last_user":"hello"},"calls":1})")).status, 200U);
    EXPECT_EQ((co_await check(R"({"when":{"api_key":"right"},"calls":1})")).status, 200U);
    EXPECT_EQ((co_await check(R"({"when":{"api_key":"wrong"},"calls":1})")).status, 409U);
    co_await stop(with);
}

// The journal has no keys, so that the check found no body in any request and held whatever it said.
TEST(Answer, ChecksTheBodiesOfRequestsThatNeededAKey)
{
    mock_settings settings;
    settings.reading.accepted_keys = {"right"};
    talk with("  - reply: Hello\n", settings);
    with.run(checks_what_came_with_a_key);
}

asio::awaitable<void> counts_as_the_fixtures_do(talk& with)
{
    const std::string no_messages = R"({"model":"m"})";
    EXPECT_EQ((co_await ask(with, "/v1/chat/completions", no_messages)).status, 400U);
    EXPECT_NE((co_await ask(with, "/v1/chat/completions", ask_hello)).body.find("first"), std::string::npos);
    const std::string first = R"({"expect":[{"when":{"nth":1,"last_user":"hello"},"calls":1}]})";
    EXPECT_EQ((co_await ask(with, "/__mock/assert", first)).status, 200U);
    co_await stop(with);
}

TEST(Answer, MeansByNthInACheckWhatItMeansInAFixture)
{
    talk with("  - {when: {nth: 1}, reply: first}\n  - {reply: later}\n");
    with.run(counts_as_the_fixtures_do);
}

asio::awaitable<void> repeats_what_is_defaulted(talk& with)
{
    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ((co_await ask(with, "/v1/chat/completions", ask_hello)).status, 200U);
        EXPECT_EQ((co_await ask(with, "/v1/chat/completions", stream_hello)).status, 200U);
    }
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ((co_await ask(with, "/v1/chat/completions", stream_hello)).status, 200U);
    for (int i = 0; i < 25; ++i)
        EXPECT_EQ((co_await ask(with, "/v1/chat/completions", ask_hello)).status, 200U);
    const auto looped = co_await ask(with, "/v1/chat/completions", ask_hello);
    EXPECT_EQ(looped.status, 501U);
    EXPECT_NE(looped.body.find("mock_loop"), std::string::npos) << looped.body;
    co_await stop(with);
}

// What a default answered between two of the same was no end of their row.
TEST(Answer, EndsALoopOfWhatFixturesAnsweredAndNothingElse)
{
    mock_settings settings;
    settings.matching.otherwise = default_settings{};
    talk with("  - {when: {stream: false}, reply: Hello}\n", settings);
    with.run(repeats_what_is_defaulted);
}

asio::awaitable<void> is_asked_wrongly(talk& with)
{
    const std::string no_messages = R"({"model":"m"})";
    EXPECT_EQ((co_await ask(with, "/v1/chat/completions", no_messages)).status, 400U);
    const bool is_fine = with.server->state().settings.rules.refused_requests == run_rules::refused::is_fine;
    const auto problems = problems_of(with);
    EXPECT_EQ(problems.empty(), is_fine) << problems;
    if (!is_fine) {
        EXPECT_NE(problems.find("Request 1 (POST /v1/chat/completions) was refused with 400: "),
                  std::string::npos)
            << problems;
    }
    co_await stop(with);
}

TEST(Answer, FailsARunWhoseRequestsTheRealServiceWouldRefuse)
{
    mock_settings settings;
    talk(std::string("  - reply: Hello\n"), settings).run(is_asked_wrongly);
    settings.rules.refused_requests = run_rules::refused::is_fine;
    talk(std::string("  - reply: Hello\n"), settings).run(is_asked_wrongly);
}

asio::awaitable<void> warns_in_the_receipt(talk& with)
{
    const std::string no_messages = R"({"model":"m"})";
    EXPECT_EQ((co_await ask(with, "/v1/chat/completions", no_messages)).status, 200U);
    EXPECT_NE(problems_of(with).find("The real service would refuse this request"), std::string::npos);
    co_await stop(with);
}

TEST(Answer, FailsARunWithRequestsThatItOnlyWarnsOf)
{
    mock_settings settings;
    settings.reading.check = reader_settings::checks::warn;
    talk with("  - reply: Hello\n", settings);
    with.run(warns_in_the_receipt);
}

asio::awaitable<void> waits_for_a_fault(talk& with)
{
    EXPECT_EQ((co_await ask(with, "/v1/chat/completions", stream_hello)).status, 200U);
    for (int i = 0; i < 1000 && problems_of(with).empty(); ++i)  // until the mock knows that all is sent
        co_await asio::post(asio::use_awaitable);
    EXPECT_NE(problems_of(with).find("fixture \"late\", fault `close` (after 99 events) never happened: the "
                                     "answer had "),
              std::string::npos)
        << problems_of(with);
    co_await stop(with);
}

TEST(Answer, TellsOfAFaultThatNeverHappened)
{
    talk with("  - {name: late, reply: {text: Hello, fault: {kind: close, after_events: 99}}}\n");
    with.run(waits_for_a_fault);
}

asio::awaitable<void> misspells_a_fault(talk& with)
{
    const auto told = co_await ask_with(with, "X-Mock-Fault", "rest@3", ask_hello);
    EXPECT_EQ(told.status, 501U);
    EXPECT_NE(told.body.find("mock_bad_fault"), std::string::npos) << told.body;
    EXPECT_EQ(with.server->state().counts.answered, 0U);
    EXPECT_EQ(with.server->state().counts.missed, 1U);
    EXPECT_NE(problems_of(with).find("rest@3"), std::string::npos);
    co_await stop(with);
}

TEST(Answer, AnswersAMisspeltFaultAsAMistakeOfTheTest)
{
    talk with("  - reply: Hello\n");
    with.run(misspells_a_fault);
}

asio::awaitable<void> asks_vectors_for_words(talk& with)
{
    const auto told = co_await ask(with, "/v1/chat/completions", ask_hello);
    EXPECT_EQ(told.status, 501U);
    EXPECT_NE(told.body.find("mock_misfit"), std::string::npos) << told.body;
    EXPECT_EQ(with.server->state().counts.answered, 0U);
    co_await stop(with);
}

TEST(Answer, AnswersNoChatWithVectors)
{
    talk with("  - {name: v, reply: {vectors: [[1, 0]]}}\n");
    with.run(asks_vectors_for_words);
}

asio::awaitable<void> sends_what_no_fixture_sees(talk& with)
{
    auto wanted = with.request("/v1/chat/completions", ask_hello);
    wanted.method = "PROPFIND";
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return;
    EXPECT_EQ((*answer)->status(), 405U);
    co_await http::read_all(**answer, 1024 * 1024);
    EXPECT_EQ(with.server->state().counts.missed, 1U);
    EXPECT_EQ(problems_of(with),
              "A request (PROPFIND /v1/chat/completions) was refused with 405 before any fixture saw it: "
              "This address does not take this method.\n");
    co_await stop(with);
}

TEST(Answer, CountsWhatItRefusesBeforeAnyFixtureSeesIt)
{
    talk with("  - reply: Hello\n");
    with.run(sends_what_no_fixture_sees);
}

asio::awaitable<void> only_lists_models(talk& with)
{
    auto wanted = with.request("/v1/models", {});
    wanted.method = "GET";
    auto answer = co_await with.client->start(std::move(wanted), deadline_after(30s));
    if (!answer) co_return;
    EXPECT_EQ((*answer)->status(), 200U);
    co_await http::read_all(**answer, 1024 * 1024);
    EXPECT_EQ(problems_of(with), "Nothing was requested but the list of models.\n");
    co_await stop(with);
}

TEST(Answer, TakesAListOfModelsForNoRun)
{
    talk with("  - reply: Hello\n");
    with.run(only_lists_models);
}

}  // namespace
}  // namespace parley::mock
