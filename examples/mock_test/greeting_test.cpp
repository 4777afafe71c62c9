// A test of code that asks a model, without one: parley::mock answers in the same process.
#include <gtest/gtest.h>

#include <parley/base/run_on_loop.hpp>
#include <parley/mock/local_mock.hpp>
#include <parley/openai/chat.hpp>

using namespace parley;

// What is tested: a greeting by the model, or a plain one when it has none.
asio::awaitable<std::string> greet(openai::chat_model& model, std::string name)
{
    openai::chat_request question{.model = "m", .messages = {{"user", "Greet " + name}}};
    const auto until = deadline_after(std::chrono::minutes(1));
    auto answer = co_await model.start(std::move(question), until);
    std::string text;
    while (answer) {
        auto piece = co_await finish_before(until, (*answer)->next());
        if (!piece) co_return "Hello, " + name + ".";
        if (!*piece) co_return text;
        text += (*piece)->text;
    }
    co_return "Hello, " + name + ".";
}

struct Greeting : testing::Test {
    mock::local_mock model{[](const std::string& problem) { ADD_FAILURE() << problem; }};

    std::string greeting_of(const std::string& name) const
    {
        asio::io_context loop;
        http::client client(loop.get_executor(), {}, {});
        const auto asked = openai::connect(client, {.base_url = model.url(), .credentials = secret("any")});
        return run_on_loop(loop, greet(*asked, name));
    }
};

TEST_F(Greeting, IsWhatTheModelWrites)
{
    model.when({.last_user = mock::exactly("Greet Ada")}).reply("Good day to you, Ada!").by_words();
    EXPECT_EQ(greeting_of("Ada"), "Good day to you, Ada!");
}

TEST_F(Greeting, IsPlainWhenTheAnswerIsCutOff)
{
    model.when({}).reply("Good day to you!").by_words().broken(mock::fault_kind::reset, 2);
    EXPECT_EQ(greeting_of("Ada"), "Hello, Ada.");
}

TEST_F(Greeting, WaitsForAModelThatIsBusy)
{
    model.when({}).fail(429, std::chrono::milliseconds(10)).reply("At last!").times(2);
    EXPECT_EQ(greeting_of("Ada"), "At last!");
}
