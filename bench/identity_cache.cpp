// What does a token at hand cost a request? Next to the least it could: a mutex and a copy of a shared_ptr.
//
// usage: identity_cache
// CPU time of one thread, both measured in turns in the same run; the median of the rounds counts. Prints
// markdown. Fails when a hit allocates.
#include "identity/system_host.hpp"
#include "identity/token_cache.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <new>
#include <thread>

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

// Not inlined: GCC 12 would warn that `free` does not match the `new` it sees.
[[gnu::noinline]] void* operator new(std::size_t bytes)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* const made = std::malloc(bytes)) return made;
    throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* what) noexcept
{
    std::free(what);
}

[[gnu::noinline]] void operator delete(void* what, std::size_t) noexcept
{
    std::free(what);
}

namespace parley::bench {
namespace {

constexpr int rounds = 21;
constexpr int hits_per_round = 200'000;

class silent_log final : public log_sink {
public:
    void write(log_level, std::string_view, std::initializer_list<log_field>) override {}
};

class one_token final : public identity::token_credential {
public:
    std::string_view name() const override { return "OneToken"; }
    asio::awaitable<result<identity::access_token>> get_token(identity::token_request, deadline) override
    {
        co_return identity::access_token{secret(std::string(1500, 't')),
                                         std::chrono::system_clock::now() + std::chrono::hours(24)};
    }
};

// The least that hands one object to several threads.
class bare_box {
public:
    explicit bare_box(std::shared_ptr<const identity::access_token> token) : token_(std::move(token)) {}
    std::shared_ptr<const identity::access_token> at_hand()
    {
        const std::lock_guard lock(mutex_);
        return token_;
    }

private:
    std::mutex mutex_;
    std::shared_ptr<const identity::access_token> token_;
};

double cpu_ns_per_hit(const std::function<std::shared_ptr<const identity::access_token>()>& hit)
{
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
    };
    const double began = now();
    for (int i = 0; i < hits_per_round; ++i)
        if (!hit()) std::abort();
    return (now() - began) / hits_per_round;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int run()
{
    const identity::system_host machine;
    silent_log log;
    identity::token_cache cache(std::make_shared<one_token>(), machine, log);
    identity::token_request request;
    request.scopes = {"https://cognitiveservices.azure.com/.default"};
    const auto tokens = cache.tokens_for(request);
    asio::io_context loop(1);
    asio::co_spawn(loop, tokens->get(deadline_after(std::chrono::seconds(10))),
                   [](std::exception_ptr thrown, const auto&) {
                       if (thrown) std::rethrow_exception(thrown);
                   });
    loop.run();

    // With one thread alone the library leaves the atomic operations out; serve has several.
    std::atomic<bool> measured{false};
    std::thread another([&] { measured.wait(false); });

    bare_box box(tokens->at_hand());
    std::vector<double> cached;
    std::vector<double> bare;
    const std::function<std::shared_ptr<const identity::access_token>()> hit = [&] {
        return tokens->at_hand();
    };
    const std::function<std::shared_ptr<const identity::access_token>()> least = [&] {
        return box.at_hand();
    };
    cached.reserve(rounds);
    bare.reserve(rounds);
    const auto allocations_before = allocations.load();
    for (int i = 0; i < rounds; ++i) {
        cached.push_back(cpu_ns_per_hit(hit));
        bare.push_back(cpu_ns_per_hit(least));
    }
    const auto allocated = allocations.load() - allocations_before;
    measured = true;
    measured.notify_one();
    another.join();

    std::printf("| A token at hand | value | target |\n|---|---:|---:|\n");
    std::printf("| CPU per hit | %.0f ns | <= 200 ns |\n", median(cached));
    std::printf("| CPU per mutex and copy alone | %.0f ns | |\n", median(bare));
    std::printf("| ratio | %.1f | |\n", median(cached) / median(bare));
    std::printf("| allocations in %d hits | %zu | 0 |\n", rounds * hits_per_round, allocated);
    return allocated == 0 ? 0 : 1;
}

}  // namespace
}  // namespace parley::bench

int main()
{
    return parley::bench::run();
}
