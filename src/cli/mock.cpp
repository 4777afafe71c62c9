// parley mock: a model server to test against.
#include "base/task_group.hpp"
#include "cli/arguments.hpp"
#include "cli/mock_fixtures.hpp"
#include "cli/mock_import.hpp"
#include "cli/mock_logins.hpp"
#include "cli/mock_options.hpp"
#include "cli/stderr_log.hpp"
#include "cli/stop_signals.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

namespace parley::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto reload_interval = 250ms;
constexpr auto grace = 200ms;  // for answers under way at the end: those of a test are over, or meant to hang

// Each open stream takes a descriptor.
void raise_descriptor_limit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void print_mistakes(const std::vector<mock::mistake>& list)
{
    for (const auto& each : list) std::cerr << mock::to_line(each) << "\n";
}

void print_hints(const std::vector<mock::mistake>& list)
{
    for (const auto& each : list) std::cerr << "hint: " << mock::to_line(each) << "\n";
}

asio::awaitable<void> reload_when_changed(fixture_files& files, mock::mock_server& server, log_sink& log)
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        timer.expires_after(reload_interval);
        boost::system::error_code stopped;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
        if (stopped) co_return;
        if (!files.have_changed()) continue;
        if (server.state().files == mock::mock_state::file_fixtures::set_aside) {
            log.write(log_level::warning, "fixtures_kept",
                      {{"why", "the control plane has replaced what came from files"}});
            co_return;
        }
        auto loaded = files.load();
        if (!loaded.mistakes.empty()) {
            print_mistakes(loaded.mistakes);
            log.write(log_level::warning, "fixtures_kept", {{"why", "the changed files have mistakes"}});
            server.state().problems.note("Fixture files changed, and the last good ones answered: " +
                                         mock::to_line(loaded.mistakes.front()));
            continue;
        }
        print_hints(loaded.hints);
        const auto read = loaded.fixtures.size();
        server.use(std::move(loaded.fixtures));
        log.write(
            log_level::info, "fixtures_loaded",
            {{"fixtures", static_cast<std::int64_t>(read)},
             {"in_force", static_cast<std::int64_t>(server.state().answers.fixtures().in_order().size())}});
    }
}

// `tls` may be nullptr.
asio::awaitable<void> stop_with_signal(asio::signal_set& signals, mock::mock_server& server,
                                       mock::tls_front* tls, task_group& tasks)
{
    boost::system::error_code failed;
    co_await signals.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    // A second signal ends the program at once.
    signals.clear();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
    co_await server.stop(deadline_after(grace));
    if (tls != nullptr) co_await tls->stop(deadline_after(grace));
    tasks.cancel(asio::cancellation_type::terminal);
    co_await tasks.wait(deadline_after(grace));
}

// Whole or not at all: whoever waits for the file must not read half of it.
result<void> write_file(const std::filesystem::path& path, const std::string& text)
{
    if (path.empty()) return {};
    const auto beside = std::filesystem::path(path.string() + ".part");
    {
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << text;
        file.flush();
        if (!file) return error{errc::storage, beside.string() + " cannot be written: name another file"};
    }
    std::error_code failed;
    std::filesystem::rename(beside, path, failed);
    if (failed) return error{errc::storage, path.string() + " cannot be written: " + failed.message()};
    return {};
}

// The file that tells the port, there only while the port takes requests: one that was left from another run
// would send a test to nobody.
class port_file {
public:
    explicit port_file(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    ~port_file() { remove(); }
    port_file(const port_file&) = delete;
    port_file& operator=(const port_file&) = delete;

    result<void> tell(std::uint16_t port) const { return write_file(path_, std::to_string(port) + "\n"); }

private:
    void remove() const
    {
        std::error_code failed;
        if (std::filesystem::is_regular_file(path_, failed)) std::filesystem::remove(path_, failed);
    }

    std::filesystem::path path_;  // empty: none
};

// What an hour of tests came to must not be lost because of a folder that is not there.
result<void> check_receipt(const std::filesystem::path& path)
{
    if (path.empty()) return {};
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    std::error_code failed;
    const bool can_hold_it = std::filesystem::is_directory(folder, failed) &&
                             !std::filesystem::is_directory(path, failed) &&
                             ::access(folder.c_str(), W_OK) == 0;
    if (can_hold_it) return {};
    return error{errc::storage, "--receipt " + path.string() + " cannot be written: name another file"};
}

exit_status judge(const mock_options& options, const mock::receipt& came_to)
{
    const auto json = mock::to_json(came_to);
    if (auto written = write_file(options.receipt, boost::json::serialize(json) + "\n"); !written) {
        complain(written.error().detail);
        return could_not_run;
    }
    const bool is_strict = options.judge == strictness::strict;
    for (const auto& problem : came_to.problems)
        std::cerr << "parley mock: " << (is_strict ? "" : "warning: ") << problem << "\n";
    return is_strict && !came_to.problems.empty() ? found_problems : good;
}

std::string recording_told(const mock_options& options)
{
    const auto& recording = options.settings.recording;
    if (!recording) return {};
    const auto from = ", " + mock::name_of(recording->to);
    if (recording->mode == mock::recording_mode::proxy) return from + " passed through";
    return from + " recorded into " + recording->folder.string();
}

// `tls` may be nullptr.
void announce(const mock_options& options, std::uint16_t port, const mock::tls_front* tls,
              std::size_t fixtures)
{
    const bool bare_v6 = options.at.host.find(':') != std::string::npos && !options.at.host.starts_with('[');
    const auto host = "://" + (bare_v6 ? "[" + options.at.host + "]" : options.at.host) + ":";
    const auto base = "http" + host + std::to_string(port);
    std::cout << "A mock model is at " << base << "/v1 (" << fixtures
              << (fixtures == 1 ? " fixture" : " fixtures") << recording_told(options)
              << (options.judge == strictness::strict ? ", strict" : "")
              << "). Ctrl-C stops it.\nPoint a client there: OPENAI_BASE_URL=" << base << "/v1" << std::endl;
    if (tls != nullptr)
        std::cout << "Log in there: AZURE_AUTHORITY_HOST=https" << host << tls->port() << std::endl;
}

exit_status mock_until_stopped(const mock_options& options, fixture_files& files, loaded_fixtures loaded,
                               const port_file& told_to, log_sink& log)
{
    asio::io_context loop(1);
    auto server = mock::mock_server::listen(loop, options.at, options.settings, log);
    if (!server) {
        complain(server.error().detail);
        return could_not_run;
    }
    auto& running = **server;
    const auto count = loaded.fixtures.size();
    running.use(std::move(loaded.fixtures));
    arc_key_files keys;
    running.state().login.write_key = [&keys](const auto& path, const auto& key) {
        return keys.write(path, key);
    };
    const auto tls = listen_over_tls(loop, options, running.port());
    if (!tls) {
        complain(tls.error().detail);
        return could_not_run;
    }
    // Before anybody is told that we are here, as that is when they may want us to stop.
    asio::signal_set signals(loop);
    add_stop_signals(signals);
    if (auto told = told_to.tell(running.port()); !told) {
        complain(told.error().detail);
        return could_not_run;
    }
    task_group tasks(loop.get_executor());
    tasks.spawn(running.run());
    if (*tls) {
        running.state().login.tls_port = (*tls)->port();
        tasks.spawn((*tls)->run());
    }
    if (!files.empty()) tasks.spawn(reload_when_changed(files, running, log));
    asio::co_spawn(loop, stop_with_signal(signals, running, tls->get(), tasks),
                   [](std::exception_ptr thrown) {
                       if (thrown) std::rethrow_exception(thrown);
                   });
    announce(options, running.port(), tls->get(), count);
    loop.run();
    return judge(options, running.sum_up());
}

}  // namespace

exit_status run_mock(const command_line& given)
{
    if (given.values.is_set("import")) {
        std::signal(SIGXFSZ, SIG_IGN);
        return import_recordings(given);
    }
    const port_file told_to(given.values.text("port-file"));  // before anything can fail
    const char* const ci = std::getenv("CI");
    const bool is_ci = ci != nullptr && *ci != '\0' && std::string_view(ci) != "false";
    auto options = read_mock_options(given, is_ci ? strictness::strict : strictness::lenient);
    if (!options) {
        complain(options.error().detail);
        return wrong_usage;
    }
    const auto least = log_level_named(given.values.text("log-level"));
    if (!least) {
        complain("--log-level takes debug, info, warning or error");
        return wrong_usage;
    }
    if (auto fine = check_receipt(options->receipt); !fine) {
        complain(fine.error().detail);
        return could_not_run;
    }
    fixture_files files(options->fixtures);
    auto loaded = files.load();
    if (!loaded.mistakes.empty()) {
        print_mistakes(loaded.mistakes);
        return wrong_usage;
    }
    print_hints(loaded.hints);
    auto logins = load_logins(options->logins);
    if (!logins.mistakes.empty()) {
        print_mistakes(logins.mistakes);
        return wrong_usage;
    }
    options->settings.logins = std::move(logins.settings);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a recording that is over a file limit is told like a full disk
    raise_descriptor_limit();
    stderr_log log(*least);
    return mock_until_stopped(*options, files, std::move(loaded), told_to, log);
}

}  // namespace parley::cli
