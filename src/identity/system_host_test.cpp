#include "identity/system_host.hpp"

#include "base/run_on_loop.hpp"
#include "base/temporary_folder.hpp"
#include "http/testing/scripted_origin.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sys/stat.h>

namespace parley::identity {
namespace {

using http::testing::after;
using http::testing::scripted_origin;

constexpr auto long_enough = std::chrono::seconds(30);

asio::awaitable<result<http_answer>> ask_and_stop(const host& machine, http_call call, deadline until,
                                                  std::vector<scripted_origin*> then_stop)
{
    auto answer = co_await machine.exchange(std::move(call), until);
    for (auto* each : then_stop) each->stop();
    co_return answer;
}

result<http_answer> exchange_with(const std::string& wire, after then = after::close,
                                  deadline until = deadline_after(long_enough), std::size_t bytes_max = 1000)
{
    asio::io_context loop(1);
    scripted_origin origin(loop, {{{wire, then}}});
    const system_host machine;
    http_call call{.url = origin.url("/token"), .answer_bytes_max = bytes_max};
    return run_on_loop(loop, ask_and_stop(machine, call, until, {&origin}));
}

TEST(SystemHost, GivesStatusReasonHeadersAndBodyOfAnyAnswer)
{
    const auto answer =
        exchange_with("HTTP/1.1 403 connecting to the network\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody");
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 403U);
    EXPECT_EQ(answer->reason, "connecting to the network");
    EXPECT_EQ(answer->headers.find("x-a"), "b");
    EXPECT_EQ(answer->body, "body");
}

TEST(SystemHost, DoesNotFollowARedirect)
{
    const auto answer =
        exchange_with("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302U);
}

TEST(SystemHost, RefusesAnAnswerBeyondTheLimit)
{
    const auto answer = exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456", after::close,
                                      deadline_after(long_enough), 5);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, errc::too_large);
}

// The limit of a try covers the body too: a host that sends half an answer must not hold us.
TEST(SystemHost, GivesUpOnABodyThatStopsAtTheDeadline)
{
    const auto answer = exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123", after::silence,
                                      deadline_after(std::chrono::milliseconds(100)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, errc::timed_out);
}

TEST(SystemHost, SaysThatNobodyListens)
{
    asio::io_context loop(1);
    const system_host machine;
    asio::ip::tcp::acceptor taken(loop, {asio::ip::address_v4::loopback(), 0});
    const auto port = taken.local_endpoint().port();
    taken.close();
    http_call call{.url = "http://127.0.0.1:" + std::to_string(port) + "/"};
    const auto answer = run_on_loop(loop, machine.exchange(call, deadline_after(long_enough)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, errc::unreachable);
}

// 0.0.0.0 leads to this machine, but is not one of the names that no proxy is asked for.
TEST(SystemHost, GoesAroundTheProxyWhenTheCallSaysSo)
{
    for (const auto route : {through_proxy::as_configured, through_proxy::never}) {
        asio::io_context loop(1);
        const std::string empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        scripted_origin origin(loop, {{{empty, after::close}}});
        scripted_origin proxy(loop, {{{empty, after::close}}});
        http::proxy_settings proxies;
        proxies.http_proxy = proxy.url();
        const system_host machine(proxies);
        http_call call{.url = "http://0.0.0.0:" + std::to_string(origin.port()) + "/", .route = route};
        ASSERT_TRUE(
            run_on_loop(loop, ask_and_stop(machine, call, deadline_after(long_enough), {&origin, &proxy})));
        EXPECT_EQ(proxy.requests.size(), route == through_proxy::as_configured ? 1U : 0U);
        EXPECT_EQ(origin.requests.size(), route == through_proxy::never ? 1U : 0U);
    }
}

TEST(SystemHost, TakesAnEmptyVariableForMissing)
{
    const system_host machine;
    ::setenv("PARLEY_TEST_VARIABLE", "", 1);
    EXPECT_FALSE(machine.variable("PARLEY_TEST_VARIABLE"));
    ::setenv("PARLEY_TEST_VARIABLE", "value", 1);
    EXPECT_EQ(machine.variable("PARLEY_TEST_VARIABLE"), "value");
    ::unsetenv("PARLEY_TEST_VARIABLE");
    EXPECT_FALSE(machine.variable("PARLEY_TEST_VARIABLE"));
}

TEST(SystemHost, ReadsASmallFileWhole)
{
    const temporary_folder folder;
    std::ofstream(folder.path / "token") << "12345";
    EXPECT_EQ(*system_host().read_file(folder.path / "token", 5), "12345");
}

TEST(SystemHost, RefusesAFileBeyondTheLimit)
{
    const temporary_folder folder;
    std::ofstream(folder.path / "token") << "12345";
    const auto read = system_host().read_file(folder.path / "token", 4);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, errc::too_large);
}

TEST(SystemHost, SaysThatAFileIsMissing)
{
    const auto read = system_host().read_file("/no/such/file", 10);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, errc::not_found);
    EXPECT_EQ(read.error().detail, "cannot read /no/such/file: No such file or directory");
}

TEST(SystemHost, RefusesAPipeAndAFolderWithoutWaiting)
{
    const temporary_folder folder;
    const auto pipe = folder.path / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(system_host().read_file(pipe, 10).error().code, errc::storage);
    EXPECT_EQ(system_host().read_file(folder.path, 10).error().code, errc::storage);
}

TEST(SystemHost, FillsWithRandomBytes)
{
    std::array<std::byte, 32> one{};
    std::array<std::byte, 32> other{};
    system_host().fill_random(one);
    system_host().fill_random(other);
    EXPECT_NE(one, other);
}

TEST(SystemHost, RunsAProgramInTheGivenDirectory)
{
    asio::io_context loop(1);
    const system_host machine;
    program_call call;
    call.argv = {"sh", "-c", "pwd -P; echo $PARLEY_TEST_ADDED; echo warning >&2; exit 4"};
    call.variables = {{"PARLEY_TEST_ADDED", "added"}};
    call.directory = "/usr";
    const auto ended = run_on_loop(loop, machine.run_program(call, deadline_after(long_enough)));
    ASSERT_TRUE(ended) << ended.error().detail;
    EXPECT_EQ(ended->output, "/usr\nadded\n");
    EXPECT_EQ(ended->complaint, "warning\n");
    EXPECT_EQ(ended->status, 4);
}

TEST(SystemHost, EndsAPauseWhenTheCallerIsCancelled)
{
    asio::io_context loop(1);
    const system_host machine;
    asio::cancellation_signal stop;
    std::optional<result<void>> ended;
    asio::co_spawn(loop, machine.sleep_until(deadline::max()),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&](std::exception_ptr, result<void> how) { ended = std::move(how); }));
    asio::post(loop, [&] { stop.emit(asio::cancellation_type::terminal); });
    loop.run();
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->error().code, errc::cancelled);
}

}  // namespace
}  // namespace parley::identity
