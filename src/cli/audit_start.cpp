#include "cli/audit_start.hpp"

#include "base/ascii.hpp"
#include "base/descriptor.hpp"
#include "base/printable.hpp"
#include "cli/answerer.hpp"
#include "cli/model_access.hpp"
#include "cli/run_interruptible.hpp"
#include "http/client.hpp"
#include "process/child.hpp"

#include <boost/asio/redirect_error.hpp>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <regex>
#include <thread>

namespace parley::cli {
namespace {

using asio::posix::stream_descriptor;
using namespace std::chrono_literals;

constexpr std::size_t line_bytes_max = 2000;  // of what a pattern is looked for in
constexpr auto pause_between_looks = 50ms;
constexpr auto patience_with_one_answer = 5s;

// Beside the program runs a shell that reads from us, and so outlives us by what it takes to kill the group,
// even after kill -9. It is nobody's child: the program may wait for all of its own.
constexpr auto guarded = R"sh(({ read -r end <&3; kill -9 0; } >/dev/null 2>&1 &)
exec /bin/sh -c "$1" 3<&-)sh";

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley audit --help)"};
}

struct start_plan {
    std::string command = {};
    std::string ready_url = {};
    std::optional<std::regex> ready_pattern = {};
    std::chrono::seconds patience{0};
};

result<start_plan> read_plan(const settings& values)
{
    start_plan plan{.command = values.text("start"),
                    .ready_url = values.text("ready-url"),
                    .ready_pattern = {},
                    .patience = std::chrono::seconds(values.number("start-timeout"))};
    const auto pattern = values.text("ready-pattern");
    if (plan.command.empty()) {
        if (plan.ready_url.empty() && pattern.empty()) return plan;
        return mistake("--ready-url and --ready-pattern go with --start");
    }
    if (plan.ready_url.empty() == pattern.empty())
        return mistake("--start needs either --ready-url or --ready-pattern, to know when it is ready");
    if (pattern.empty()) return plan;
    try {
        plan.ready_pattern.emplace(pattern, std::regex::ECMAScript | std::regex::optimize);
    } catch (const std::regex_error&) {
        return mistake("--ready-pattern takes a regular expression as JavaScript has them");
    }
    return plan;
}

asio::awaitable<bool> answers(http::client& client, std::string address)
{
    http::client_request request;
    request.url = std::move(address);
    const auto response = co_await client.start(std::move(request), deadline_after(patience_with_one_answer));
    co_return response && (*response)->status() < 400;
}

}  // namespace

class started_program::impl {
public:
    explicit impl(start_plan plan) : plan_(std::move(plan)) {}

    ~impl()
    {
        asio::post(loop_, [this] {
            signals_.cancel();
            end();
        });
        if (thread_.joinable()) thread_.join();
    }

    // Waits on the calling loop until it is ready.
    asio::awaitable<result<void>> start(http::proxy_settings proxies, http::tls_settings tls)
    {
        const auto loop = co_await asio::this_coro::executor;
        http::client client(loop, {}, std::move(proxies), std::move(tls));
        if (co_await is_ready(client))
            co_return error{errc::busy,
                            "something answers at the address of --ready-url already: end it, or "
                            "leave --start out"};
        if (auto begun = begin(); !begun) co_return begun.error();
        const auto until = deadline_after(plan_.patience);
        while (std::chrono::steady_clock::now() < until) {
            if (const auto ended = complaint()) co_return error{errc::closed, *ended};
            if (co_await is_ready(client)) co_return result<void>();
            asio::steady_timer pause(loop, pause_between_looks);
            co_await pause.async_wait(asio::use_awaitable);
        }
        co_return error{errc::timed_out, "the program of --start was not ready within " +
                                             std::to_string(plan_.patience.count()) + " s (--start-timeout)" +
                                             last_words()};
    }

    std::optional<std::string> complaint() const
    {
        const std::scoped_lock only(mutex_);
        if (!status_) return std::nullopt;
        return "the program of --start ended with status " + std::to_string(*status_) + quoted();
    }

private:
    result<void> begin()
    {
        std::error_code nowhere;
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return error{errc::busy,
                         "cannot make a pipe for the program of --start: too many files are open"};
        const descriptor guard(ends[0]);
        lifeline_ = descriptor(ends[1]);
        process::program shell{{"/bin/sh", "-c", guarded, "sh", plan_.command}};
        shell.directory = std::filesystem::current_path(nowhere).string();
        shell.handed_on = {guard.get()};
        auto made = process::child::start(loop_.get_executor(), shell);
        if (!made) return made.error();
        child_.emplace(*std::move(made));
        spawn(listen(child_->output()));
        spawn(listen(child_->complaint()));
        spawn(see_its_end());
        // Whatever we are at when Ctrl-C comes: it is in a group of its own, so it does not hear of it.
        add_stop_signals(signals_);
        signals_.async_wait([this](boost::system::error_code failed, int) {
            if (!failed) end();
        });
        thread_ = std::thread([this] { loop_.run(); });
        return {};
    }

    void end() const
    {
        if (child_ && !is_reaped_) child_->end_group();
    }

    asio::awaitable<bool> is_ready(http::client& client) const
    {
        if (!plan_.ready_pattern) co_return co_await answers(client, plan_.ready_url);
        const std::scoped_lock only(mutex_);
        co_return has_said_it_;
    }

    std::string last_words() const
    {
        const std::scoped_lock only(mutex_);
        return quoted();
    }

    std::string quoted() const
    {
        return said_.empty() ? "" : "; it said last:\n" + printable(ascii::trimmed(said_));
    }

    void spawn(asio::awaitable<void> work)
    {
        asio::co_spawn(loop_, std::move(work), [](const std::exception_ptr& bug) {
            if (bug) std::rethrow_exception(bug);
        });
    }

    asio::awaitable<void> listen(stream_descriptor& to)
    {
        std::array<char, 4096> room;
        boost::system::error_code ended;
        for (;;) {
            const auto bytes = co_await to.async_read_some(asio::buffer(room),
                                                           asio::redirect_error(asio::use_awaitable, ended));
            if (ended) co_return;
            hear({room.data(), bytes});
        }
    }

    void hear(std::string_view words)
    {
        const std::scoped_lock only(mutex_);
        said_ += words;
        if (said_.size() > output_bytes_max) said_.erase(0, said_.size() - output_bytes_max);
        if (!plan_.ready_pattern) return;
        for (const char c : words) {
            if (c == '\n') look_at_line();
            if (c == '\n')
                line_.clear();
            else if (line_.size() < line_bytes_max)
                line_ += c;
        }
        look_at_line();
    }

    void look_at_line() { has_said_it_ = has_said_it_ || std::regex_search(line_, *plan_.ready_pattern); }

    // What it started may still hold its outputs: nobody listens to that.
    asio::awaitable<void> see_its_end()
    {
        boost::system::error_code ignored;
        co_await child_->handle().async_wait(stream_descriptor::wait_read,
                                             asio::redirect_error(asio::use_awaitable, ignored));
        child_->end_group();
        const int status = child_->reap();
        is_reaped_ = true;
        asio::steady_timer last_words(loop_, pause_between_looks);
        co_await last_words.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        child_->output().close(ignored);
        child_->complaint().close(ignored);
        const std::scoped_lock only(mutex_);
        status_ = status;
    }

    const start_plan plan_;
    asio::io_context loop_{1};
    asio::signal_set signals_{loop_};
    descriptor lifeline_;                  // ends with us, however we end
    std::optional<process::child> child_;  // of the thread, as all up to the mutex
    bool is_reaped_ = false;
    std::string line_;
    mutable std::mutex mutex_;  // what follows up to the thread belongs to whoever holds it
    std::string said_;
    bool has_said_it_ = false;
    std::optional<int> status_;
    std::thread thread_;
};

result<std::unique_ptr<started_program>> started_program::start(const settings& values)
{
    auto plan = read_plan(values);
    if (!plan) return plan.error();
    if (plan->command.empty()) return std::unique_ptr<started_program>();
    const auto certificates = read_extra_certificates(values);
    if (!certificates) return certificates.error();
    auto made = std::make_unique<impl>(*std::move(plan));
    auto ready = run_interruptible(made->start(proxies_of(values), http::tls_settings{*certificates}));
    if (!ready) return ready.error();
    return std::unique_ptr<started_program>(new started_program(std::move(made)));
}

started_program::started_program(std::unique_ptr<impl> made) : impl_(std::move(made)) {}

started_program::~started_program() = default;

std::optional<std::string> started_program::complaint() const
{
    return impl_->complaint();
}

}  // namespace parley::cli
