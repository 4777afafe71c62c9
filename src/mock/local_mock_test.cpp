// The mock inside a test, asked by our own client as another project's test would.
#include "mock/local_mock.hpp"

#include "base/run_on_loop.hpp"
#include "openai/chat.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

using problems = std::vector<std::string>;

const auto fail_test = [](const std::string& problem) { ADD_FAILURE() << problem; };

struct heard {
    std::vector<std::string> pieces = {};
    std::string text = {};
    std::optional<error> failure = {};
};

asio::awaitable<heard> listen_to(openai::chat_model& model, openai::chat_request request)
{
    heard all;
    auto stream = co_await model.start(std::move(request), deadline_after(30s));
    if (!stream) {
        all.failure = stream.error();
        co_return all;
    }
    for (;;) {
        auto piece = co_await (*stream)->next();
        if (!piece) all.failure = piece.error();
        if (!piece || !*piece) co_return all;
        all.pieces.push_back((*piece)->text);
        all.text += (*piece)->text;
    }
}

heard ask(const std::string& url, const std::string& question)
{
    asio::io_context loop;
    http::client client(loop.get_executor(), {}, {});
    openai::endpoint where{.base_url = url, .credentials = secret("not-a-key")};
    where.retries.retries_max = 0;
    const auto model = openai::connect(client, std::move(where));
    openai::chat_request request{.model = "m", .messages = {{"user", question}}};
    return run_on_loop(loop, listen_to(*model, std::move(request)));
}

TEST(LocalMock, AnswersWhatTheTestSays)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("hello")}).reply("Good day to you.").by_words();
    model.when({.last_user = contains("weather")}).reply("Rain, as ever.");
    model.when({.last_user = matches("^[0-9]+$")}).reply("A number.");
    EXPECT_EQ(ask(model.url(), "hello").text, "Good day to you.");
    EXPECT_EQ(ask(model.url(), "How is the weather?").text, "Rain, as ever.");
    EXPECT_EQ(ask(model.url(), "1234").text, "A number.");
    const auto requests = model.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[1].model, "m");
    EXPECT_NE(requests[1].request.body.find("How is the weather?"), std::string::npos);
    EXPECT_TRUE(model.finish().problems.empty());
}

TEST(LocalMock, TellsInItsDestructorWhatWasNotExpected)
{
    problems told;
    {
        local_mock model([&told](const std::string& problem) { told.push_back(problem); });
        model.when({.last_user = exactly("never asked")}).reply("?");
        EXPECT_TRUE(ask(model.url(), "hello").failure);
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].find("No fixture matches this request"), std::string::npos) << told[0];
    EXPECT_NE(told[0].find("never asked"), std::string::npos) << told[0];
    EXPECT_NE(told[1].find("local_mock_test.cpp:"), std::string::npos) << told[1];
    EXPECT_NE(told[1].find("was never used"), std::string::npos) << told[1];
}

TEST(LocalMock, TellsThatNobodyAskedAndWhatHasNoAnswer)
{
    problems told;
    {
        local_mock model([&told](const std::string& problem) { told.push_back(problem); });
        model.when({});
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0], "Nothing was requested at all.");
    EXPECT_NE(told[1].find("says when, and no answer"), std::string::npos) << told[1];
}

TEST(LocalMock, GivesSeveralAnswersInTurnAndCountsThem)
{
    problems told;
    {
        local_mock model([&told](const std::string& problem) { told.push_back(problem); });
        model.when({}).reply("one").reply("two").times(4);
        EXPECT_EQ(ask(model.url(), "a").text, "one");
        EXPECT_EQ(ask(model.url(), "b").text, "two");
        EXPECT_TRUE(ask(model.url(), "c").failure);
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].find("has 2 replies and this is request 3"), std::string::npos) << told[0];
    EXPECT_NE(told[1].find("was to be called 4 times, and was called 3 times"), std::string::npos) << told[1];
}

TEST(LocalMock, StartsAgainOrRepeatsWhenToldTo)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("cycle")}).reply("one").reply("two").cycling();
    model.when({.last_user = exactly("repeat")}).reply("one").reply("two").repeating();
    for (const auto* const expected : {"one", "two", "one"})
        EXPECT_EQ(ask(model.url(), "cycle").text, expected);
    for (const auto* const expected : {"one", "two", "two"})
        EXPECT_EQ(ask(model.url(), "repeat").text, expected);
}

TEST(LocalMock, FailsAndBreaksAsToldTo)
{
    local_mock model(fail_test);
    model.when({.last_user = exactly("busy")}).fail(429, 7s);
    model.when({.last_user = exactly("cut")}).reply("one two three").by_words().broken(fault_kind::reset, 2);
    model.when({.last_user = exactly("tool")}).call_tool("weather", R"({"city":"Paris"})");
    const auto busy = ask(model.url(), "busy");
    ASSERT_TRUE(busy.failure);
    EXPECT_EQ(busy.failure->code, errc::upstream_busy);
    EXPECT_EQ(busy.failure->retry_after, 7s);
    const auto cut = ask(model.url(), "cut");
    ASSERT_TRUE(cut.failure);
    EXPECT_TRUE(std::string("one two three").starts_with(cut.text)) << cut.text;
    EXPECT_FALSE(ask(model.url(), "tool").failure);
}

TEST(LocalMock, HoldsAnAnswerAtAPointUntilItIsReleased)
{
    local_mock model(fail_test);
    model.when({}).reply("First second").by_words().waiting_after("First", "half").after(0ms);
    heard all;
    std::thread asker([&] { all = ask(model.url(), "hello"); });
    EXPECT_TRUE(model.waits_at("half", deadline_after(30s)));
    model.release("half");
    asker.join();
    EXPECT_EQ(all.text, "First second");
    EXPECT_FALSE(model.waits_at("half", deadline_after(0s)));
}

TEST(LocalMock, LetsTimePassAsTheTestSays)
{
    auto settings = local_mock::strict();
    settings.clock = clock_kind::virtual_time;
    local_mock model(fail_test, std::move(settings));
    model.when({}).reply("late").waiting_after("late", "end").after(1h);
    heard all;
    std::thread asker([&] { all = ask(model.url(), "hello"); });
    while (!model.waits_at("end", deadline_after(1ms))) model.advance(1h);
    model.release("end");
    asker.join();
    EXPECT_EQ(all.text, "late");
}

asio::awaitable<bool> begin_and_leave(openai::chat_model& model)
{
    openai::chat_request request{.model = "m", .messages = {{"user", "hello"}}};
    const auto stream = co_await model.start(std::move(request), deadline_after(30s));
    co_return stream.has_value();
}

TEST(LocalMock, KnowsThatAReaderHasLeft)
{
    local_mock model(fail_test);
    model.when({}).reply("First second").waiting_after("First", "half");
    EXPECT_FALSE(model.reader_left(deadline_after(0s)));
    asio::io_context loop;
    http::client client(loop.get_executor(), {}, {});
    const auto asked = openai::connect(client, {.base_url = model.url(), .credentials = secret("k")});
    EXPECT_TRUE(run_on_loop(loop, begin_and_leave(*asked)));
    EXPECT_TRUE(model.reader_left(deadline_after(30s)));
}

TEST(LocalMock, ReadsFixturesAsTheProgramDoes)
{
    local_mock model(fail_test);
    model.load("version: 1\nfixtures:\n  - {when: {last_user: hello}, reply: From a text}\n");
    model.when({.last_user = exactly("bye")}).reply("From the test");
    EXPECT_EQ(ask(model.url(), "hello").text, "From a text");
    EXPECT_EQ(ask(model.url(), "bye").text, "From the test");
}

// The change made an empty answer of its own, which came first.
TEST(LocalMock, TellsChangesOfNoAnswerAndPiecesOfAnother)
{
    problems told;
    local_mock model([&told](const std::string& problem) { told.push_back(problem); });
    model.when({.last_user = exactly("hello")}).by_words().reply("a b");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told[0].find("changes an answer before there is one"), std::string::npos) << told[0];
    EXPECT_EQ(ask(model.url(), "hello").text, "a b");
    model.when({.last_user = exactly("bye")}).reply("a b").in_pieces({"a ", "c"});
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[1].find("The pieces make up \"a c\""), std::string::npos) << told[1];
    model.finish();
}

TEST(LocalMock, TellsMistakesOfFixturesAtOnce)
{
    problems told;
    local_mock model([&told](const std::string& problem) { told.push_back(problem); });
    model.load("version: 1\nfixtures:\n  - {whn: {}, reply: a}\n", "mine.yaml");
    model.load_file("/no/such/file.yaml");
    model.load_file("/tmp");  // a folder, which threw
    EXPECT_NE(matches("a").compiled, nullptr);
    EXPECT_THROW(matches("("), std::invalid_argument);
    model.when({}).reply("text").waiting_after("nowhere", "half");
    ASSERT_EQ(told.size(), 4U);
    EXPECT_NE(told[0].find("mine.yaml:3"), std::string::npos) << told[0];
    EXPECT_EQ(told[1],
              "/no/such/file.yaml cannot be read: No such file or directory: name a file of fixtures");
    EXPECT_EQ(told[2], "/tmp cannot be read: Is a directory: name a file of fixtures");
    EXPECT_NE(told[3].find("nowhere"), std::string::npos);
    model.finish();
}

}  // namespace
}  // namespace parley::mock
