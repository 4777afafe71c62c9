// Logs in without a key and prints a vector: embed https://NAME.openai.azure.com DEPLOYMENT "some text"
#include <iostream>
#include <parley/base/run_on_loop.hpp>
#include <parley/identity/login.hpp>
#include <parley/identity/system_host.hpp>
#include <parley/openai/embeddings.hpp>

using namespace parley;

int main(int count, char** words)
{
    if (count != 4) return std::cerr << "usage: embed ENDPOINT DEPLOYMENT TEXT\n", 2;
    const identity::system_host machine;
    no_log log;
    const auto login = identity::log_in(machine, log);  // managed identity, workload identity, az, azd, ...
    if (!login) return std::cerr << login.error().detail << '\n', 2;
    const auto tokens = (*login)->tokens_for({.scopes = {openai::usual_scope_of(words[1])}});
    asio::io_context loop;
    http::client client(loop.get_executor(), {}, {});
    const auto model = openai::connect_embeddings(
        client, {.base_url = words[1], .credentials = tokens.get(), .style = openai::host_style::azure_v1});
    openai::embedding_request request{.model = words[2], .texts = {words[3]}};
    const auto made =
        run_on_loop(loop, model->embed(std::move(request), deadline_after(std::chrono::minutes(1))));
    if (!made) return std::cerr << made.error().detail << '\n', 1;
    for (const float number : made->vectors.front()) std::cout << number << '\n';
}
