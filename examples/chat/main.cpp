// Prints a model's answer as it is written: chat http://127.0.0.1:11434/v1 llama3 "Why is the sky blue?"
#include <cstdlib>
#include <iostream>
#include <parley/http/lone_client.hpp>
#include <parley/openai/chat.hpp>

using namespace parley;

asio::awaitable<result<void>> chat(openai::chat_model& model, openai::chat_request question)
{
    const auto until = deadline_after(std::chrono::minutes(2));
    auto answer = co_await model.start(std::move(question), until);
    if (!answer) co_return answer.error();
    for (;;) {
        auto piece = co_await finish_before(until, (*answer)->next());
        if (!piece || !*piece) co_return piece ? result<void>() : piece.error();
        std::cout << (*piece)->text << std::flush;
    }
}

int main(int count, char** words)
{
    if (count != 4) return std::cerr << "usage: chat BASE_URL MODEL QUESTION\n", 2;
    const char* key = std::getenv("OPENAI_API_KEY");
    http::lone_client web;
    const auto model = openai::connect(*web, {.base_url = words[1], .credentials = secret(key ? key : "")});
    const auto ended = web.run(chat(*model, {.model = words[2], .messages = {{"user", words[3]}}}));
    std::cout << '\n';
    return ended ? 0 : (std::cerr << ended.error().detail << '\n', 1);
}
