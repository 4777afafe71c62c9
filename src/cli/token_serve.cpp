#include "cli/token_serve.hpp"

#include "base/split_list.hpp"
#include "base/task_group.hpp"
#include "cli/arguments.hpp"
#include "cli/listen_address.hpp"
#include "cli/stderr_log.hpp"
#include "http/server.hpp"
#include "identity/login.hpp"
#include "identity/system_host.hpp"
#include "identity/token_proxy.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <iostream>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t connections_max = 64;  // containers of one person
constexpr std::size_t header_bytes_max = 8 * 1024;
constexpr auto grace = 2s;  // for answers under way at the end

struct token_serve_options {
    asio::ip::tcp::endpoint listen;
    std::vector<std::string> resources;
    std::string tenant;
    std::chrono::seconds process_timeout{};
    std::chrono::seconds idle_exit{};  // 0: never
    log_level least_logged = log_level::info;
};

error usage_problem(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley token --help)"};
}

result<token_serve_options> read_options(const command_line& given)
{
    const auto& values = given.values;
    const bool has_more =
        given.operands.size() > 1 || (given.operands.size() == 1 && given.operands[0] != "serve");
    if (has_more) return usage_problem("parley token serve takes no operands");
    auto listen = read_listen_address(values.text("listen"));
    if (!listen) return listen.error();
    for (const auto* flag : {"scope", "print", "json"})
        if (given.flags.contains(flag))
            return usage_problem("--" + std::string(flag) + " is for parley token without serve");
    auto resources = ascii::split_list(values.text("allow"), ',');
    if (resources.empty()) return usage_problem("--allow takes one or more resources, by comma");
    const auto least = log_level_named(values.text("log-level"));
    if (!least) return usage_problem("--log-level takes debug, info, warning or error");
    return token_serve_options{*listen,
                               std::move(resources),
                               values.text("tenant"),
                               std::chrono::seconds(values.number("process-timeout-seconds")),
                               std::chrono::seconds(values.number("idle-exit")),
                               *least};
}

// When somebody asked last, and how many are being answered.
struct activity {
    deadline last = std::chrono::steady_clock::now();
    int running = 0;
};

asio::awaitable<result<void>> answer(identity::token_proxy& proxy, activity& seen, http::request asked,
                                     http::exchange& to)
{
    struct counted {
        activity& seen;
        explicit counted(activity& of) : seen(of) { ++seen.running; }
        ~counted()
        {
            --seen.running;
            seen.last = std::chrono::steady_clock::now();
        }
    };
    const counted while_answering(seen);
    auto answered = co_await proxy.answer(std::move(asked));
    co_return co_await to.send(std::move(answered));
}

http::server_options server_options(const token_serve_options& from)
{
    http::server_options options;
    options.limits.connections_max = connections_max;
    options.limits.header_bytes_max = header_bytes_max;
    options.limits.body_bytes_max = 0;
    // Both tools at their slowest, one after the other.
    options.limits.answer_timeout = 2 * from.process_timeout + 5s;
    options.common_headers = {{"X-Content-Type-Options", "nosniff"}};
    options.render_error = [](unsigned status, const error& problem, const http::request&) {
        return identity::token_proxy_refusal(status, problem.detail);
    };
    return options;
}

// Returns with a stop signal, or when nobody has asked for `idle_exit`.
asio::awaitable<std::string_view> wait_for_end(asio::signal_set& signals, const activity& seen,
                                               std::chrono::seconds idle_exit)
{
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer wake(executor);
    bool is_told = false;
    signals.async_wait([&](boost::system::error_code failed, int) {
        if (failed) return;
        is_told = true;
        wake.cancel();
    });
    for (;;) {
        const bool may_idle = idle_exit > 0s && seen.running == 0;
        const auto idle_at = seen.last + idle_exit;
        if (may_idle && idle_at <= std::chrono::steady_clock::now()) break;
        wake.expires_at(may_idle ? idle_at : idle_exit > 0s ? deadline_after(idle_exit) : deadline::max());
        boost::system::error_code ignored;
        co_await wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (is_told) co_return "signal";
    }
    signals.cancel();
    // The cancelled handler refers to this frame: let it run first.
    co_await asio::post(executor, asio::use_awaitable);
    co_return "idle";
}

struct running_parts {
    asio::signal_set& signals;
    http::server& server;
    identity::token_cache& tokens;
    task_group& tasks;
    log_sink& log;
};

asio::awaitable<void> stop_at_the_end(running_parts parts, const activity& seen,
                                      std::chrono::seconds idle_exit)
{
    const auto reason = co_await wait_for_end(parts.signals, seen, idle_exit);
    parts.log.write(log_level::info, "stopping", {{"reason", reason}});
    // A second signal ends the program at once.
    parts.signals.clear();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    co_await parts.server.stop(deadline_after(grace));
    parts.tokens.stop();
    parts.tasks.cancel(asio::cancellation_type::terminal);
    co_await parts.tasks.wait(deadline_after(grace));
}

// Docker Desktop and `extra_hosts: host.docker.internal:host-gateway` both lead here by that name.
void print_environment(std::uint16_t port, const secret& header_value)
{
    std::cout << "IDENTITY_ENDPOINT=http://host.docker.internal:" << port << identity::token_proxy_path
              << "\nIDENTITY_HEADER=" << header_value.reveal() << std::endl;
}

// A container of Docker Desktop reaches the host's 127.0.0.1; one of Docker Engine reaches only the bridge.
void advise_on_reach(const asio::ip::address& listening, log_sink& log)
{
    if (listening.is_loopback())
        log.write(log_level::info, "listening",
                  {{"hint",
                    "containers of Docker Engine on Linux need --listen with the address of their "
                    "bridge, such as 172.17.0.1"}});
    else
        log.write(
            log_level::warning, "listening",
            {{"hint", "whoever reaches " + listening.to_string() +
                          " and knows the header gets tokens: let it be a bridge of containers alone"}});
}

error listen_problem(const asio::ip::tcp::endpoint& at, const error& problem)
{
    const auto text = at.address().to_string() + " port " + std::to_string(at.port());
    if (problem.code == errc::busy)
        return {problem.code,
                text + " is taken: choose another port with --listen, or none for any free one"};
    return {problem.code, "cannot listen on " + text + ": name an address of this computer with --listen"};
}

exit_status serve_tokens(const token_serve_options& options, log_sink& log)
{
    asio::io_context loop(1);
    auto acceptor = http::listen(loop, options.listen.address().to_string(), options.listen.port());
    if (!acceptor) {
        complain(listen_problem(options.listen, acceptor.error()).detail);
        return could_not_run;
    }
    const auto port = acceptor->local_endpoint().port();
    const identity::system_host machine;
    const auto login = identity::log_in_as_developer(machine, log, {options.tenant, options.process_timeout});
    if (!login) {
        complain(login.error().detail);
        return wrong_usage;
    }
    identity::token_cache& tokens = **login;
    const auto header_value = identity::make_token_proxy_header(machine);
    identity::token_proxy proxy(
        tokens, {header_value, options.resources, options.listen.address().to_string(), port}, log);

    activity seen;
    const http::router routes(
        {{"GET", identity::token_proxy_path, [&](http::request asked, http::exchange& to) {
              return answer(proxy, seen, std::move(asked), to);
          }}});
    asio::thread_pool blocking(1);
    http::server server(loop, std::move(*acceptor), routes, server_options(options), log, blocking);
    task_group tasks(loop.get_executor());
    tasks.spawn(server.run());
    // Before anybody is told that we are here, as that is when they may want us to stop.
    asio::signal_set signals(loop, SIGINT, SIGTERM);
    const running_parts parts{signals, server, tokens, tasks, log};
    asio::co_spawn(loop, stop_at_the_end(parts, seen, options.idle_exit), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    print_environment(port, header_value);
    advise_on_reach(options.listen.address(), log);
    loop.run();
    return good;
}

}  // namespace

exit_status run_token_serve(const command_line& given)
{
    const auto options = read_options(given);
    if (!options) {
        complain(options.error().detail);
        return wrong_usage;
    }
    std::signal(SIGPIPE, SIG_IGN);  // a log or an env file that nobody reads must not end it
    stderr_log log(options->least_logged);
    return serve_tokens(*options, log);
}

}  // namespace parley::cli
