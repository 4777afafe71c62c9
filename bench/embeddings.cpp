// How long does it take to embed 10,000 chunks, beside the time that the host alone needs for them?
//
// usage: embeddings
// The host is a stand-in on loopback, on a thread of its own, that answers every request after the same time.
// Ideal is that time for as many rounds as the requests need with so many of them in flight. Prints markdown.
#include "openai/embeddings.hpp"

#include "openai/testing/model_host.hpp"

#include <cstdio>
#include <ctime>
#include <map>
#include <thread>

namespace parley::bench {
namespace {

using namespace std::chrono_literals;
using openai::testing::model_host;

constexpr std::size_t chunks = 10'000;
constexpr std::size_t chunk_bytes = 1'000;
constexpr std::size_t dimensions = 1'536;
constexpr std::string_view chunk_begin = "\"Chunk ";
constexpr double slower_max = 1.1;

std::vector<std::string> make_chunks()
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < chunks; ++i) {
        std::string text = "Chunk " + std::to_string(i) + " of the handbook.";
        while (text.size() < chunk_bytes) text += " Employees ask the accounts office about their leave.";
        text.resize(chunk_bytes);
        texts.push_back(std::move(text));
    }
    return texts;
}

// As many vectors as texts, each of ones, as Base64.
std::string make_answer(std::size_t count)
{
    // Three floats are sixteen digits: 1.0 is 00 00 80 3f.
    std::string vector;
    for (std::size_t i = 0; i < dimensions; i += 3) vector += "AACAPwAAgD8AAIA/";
    std::string body =
        R"({"object":"list","model":"m","usage":{"prompt_tokens":1,"total_tokens":1},"data":[)";
    for (std::size_t i = 0; i < count; ++i) {
        if (i != 0) body += ',';
        body +=
            R"({"object":"embedding","index":)" + std::to_string(i) + R"(,"embedding":")" + vector + "\"}";
    }
    return body + "]}";
}

// Its own work must not count: answers are made once, and texts are counted by how they begin.
class answerer {
public:
    http::response operator()(const http::request& asked)
    {
        std::size_t count = 0;
        for (auto at = asked.body.find(chunk_begin); at != std::string::npos;
             at = asked.body.find(chunk_begin, at + chunk_bytes))
            ++count;
        std::string& body = bodies_[count];
        if (body.empty()) body = make_answer(count);
        return {.headers = {{"Content-Type", "application/json"}}, .body = body};
    }

private:
    std::map<std::size_t, std::string> bodies_;
};

// A host on a loop and thread of its own.
class stand_in {
public:
    explicit stand_in(std::chrono::milliseconds latency)
        : host_(loop_, answerer(), latency), thread_([this] { loop_.run(); })
    {
    }
    stand_in(const stand_in&) = delete;
    stand_in& operator=(const stand_in&) = delete;
    ~stand_in() { stop(); }

    std::string url() const { return host_.url(); }

    // Only after `stop`.
    std::size_t requests() const { return host_.arrivals.size(); }
    std::size_t in_flight_max() const { return host_.in_flight_max; }

    void stop()
    {
        if (!thread_.joinable()) return;
        asio::co_spawn(loop_, host_.stop(), [](std::exception_ptr) {});
        thread_.join();
    }

private:
    asio::io_context loop_;
    model_host host_;
    std::thread thread_;
};

double cpu_seconds_of_this_thread()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct measured {
    double seconds = 0;
    double ideal_seconds = 0;
    double cpu_seconds = 0;  // of our thread
    std::size_t requests = 0;
    std::size_t in_flight_max = 0;
    bool complete = false;
};

asio::awaitable<void> embed(openai::embedding_model& model, std::vector<std::string> texts, measured& seen)
{
    openai::embedding_request request{"m", std::move(texts)};
    const auto began = std::chrono::steady_clock::now();
    const double cpu_began = cpu_seconds_of_this_thread();
    const auto got = co_await model.embed(std::move(request), deadline_after(300s));
    seen.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    seen.cpu_seconds = cpu_seconds_of_this_thread() - cpu_began;
    seen.complete = got && got->vectors.size() == chunks && got->vectors.back().size() == dimensions;
    if (!got) std::fprintf(stderr, "embeddings: %s\n", got.error().detail.c_str());
}

measured measure(std::chrono::milliseconds latency, const std::vector<std::string>& texts)
{
    const openai::embedding_limits limits;
    stand_in host(latency);
    asio::io_context loop;
    measured seen;
    {
        std::optional<http::client> client(std::in_place, loop.get_executor(), http::client_limits{},
                                           http::proxy_settings{});
        const auto model =
            openai::connect_embeddings(*client, openai::endpoint{.base_url = host.url()}, limits);
        asio::co_spawn(loop, embed(*model, texts, seen), [&client](std::exception_ptr thrown) {
            client.reset();  // its idle connections would keep the loop
            if (thrown) std::rethrow_exception(thrown);
        });
        loop.run();
    }
    host.stop();
    seen.requests = host.requests();
    seen.in_flight_max = host.in_flight_max();
    const std::size_t rounds =
        (seen.requests + limits.requests_in_flight_max - 1) / limits.requests_in_flight_max;
    seen.ideal_seconds = std::chrono::duration<double>(latency).count() * static_cast<double>(rounds);
    return seen;
}

// Whether all targets were met.
bool run()
{
    const auto texts = make_chunks();
    bool met = true;
    std::printf("%zu chunks of %zu bytes, vectors of %zu numbers.\n\n", chunks, chunk_bytes, dimensions);
    std::printf("| latency | requests | in flight | our CPU | wall | ideal | ratio | target | |\n");
    std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (const auto latency : {200ms, 400ms}) {
        const auto seen = measure(latency, texts);
        const double ratio = seen.seconds / seen.ideal_seconds;
        const bool fine = seen.complete && ratio <= slower_max &&
                          seen.in_flight_max <= openai::embedding_limits().requests_in_flight_max;
        std::printf("| %lld ms | %zu | %zu | %.3f s | %.3f s | %.3f s | %.3f | <= %.1f | %s |\n",
                    static_cast<long long>(latency.count()), seen.requests, seen.in_flight_max,
                    seen.cpu_seconds, seen.seconds, seen.ideal_seconds, ratio, slower_max,
                    fine ? "met" : "**not met**");
        met = met && fine;
    }
    return met;
}

}  // namespace
}  // namespace parley::bench

int main()
{
    return parley::bench::run() ? 0 : 1;
}
