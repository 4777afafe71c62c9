// Logs in without a key and prints a vector: embed https://NAME.openai.azure.com DEPLOYMENT "some text"
#include <iostream>
#include <parley/http/lone_client.hpp>
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
    http::lone_client web;
    const auto model = openai::connect_embeddings(
        *web, {.base_url = words[1], .credentials = tokens.get(), .style = openai::host_style::azure_v1});
    const auto made = web.run(
        model->embed({.model = words[2], .texts = {words[3]}}, deadline_after(std::chrono::minutes(1))));
    if (!made) return std::cerr << made.error().detail << '\n', 1;
    for (const float number : made->vectors.front()) std::cout << number << '\n';
}
