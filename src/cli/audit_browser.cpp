#include "cli/audit_browser.hpp"

#include "base/whole_file.hpp"
#include "cli/count_progress.hpp"
#include "cli/run_interruptible.hpp"
#include "cli/terminal.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace parley::cli {
namespace {

constexpr std::size_t engine_bytes_max = 16 * 1024 * 1024;

std::size_t jobs_of(const settings& values)
{
    const auto asked = static_cast<std::size_t>(values.number("jobs"));
    return asked == 0 ? std::max<std::size_t>(std::thread::hardware_concurrency(), 1) : asked;
}

asio::awaitable<result<void>> run(audit::browser_options options, std::size_t jobs, next_round next,
                                  count_progress& progress)
{
    auto round = next();
    if (!round) co_return round.error();
    const auto browser = co_await audit::browser_auditor::start(std::move(options));
    if (!browser) co_return browser.error();
    auditors by;
    std::size_t before = 0;
    while (*round) {
        auto& [visits, audited] = **round;
        while (by.size() < std::min(jobs, visits.size())) by.push_back((*browser)->new_auditor());
        std::function<void(std::size_t)> on_visit = [&progress, before,
                                                     planned = before + visits.size()](std::size_t done) {
            progress.on_count(before + done, planned);
        };
        const auto ended = co_await audit_all(by, visits, audited, std::move(on_visit));
        if (!ended) co_return ended.error();
        before += visits.size();
        round = next();
        if (!round) co_return round.error();
    }
    co_return result<void>();
}

}  // namespace

result<audit::browser_options> read_browser_options(const settings& values)
{
    const auto kind = audit::browser_named(values.text("browser"));
    if (!kind)
        return error{errc::invalid_input, "--browser takes chromium or firefox (see parley audit --help)"};
    audit::browser_options options{.kind = *kind, .path = values.text("browser-path")};
    if (!options.path.empty()) {
        std::error_code nowhere;  // it starts in another folder than we are in
        const auto whole = std::filesystem::absolute(options.path, nowhere);
        if (nowhere)
            return error{errc::invalid_input, "--browser-path: " + options.path + ": " + nowhere.message()};
        options.path = whole.string();
        const bool is_firefox = whole.filename().string().starts_with("firefox");
        if (is_firefox && *kind == audit::browser_kind::chromium)
            return error{errc::invalid_input, "--browser-path names a Firefox: add --browser firefox"};
    }
    if (const auto file = values.text("axe-source"); !file.empty()) {
        auto source = read_whole_file(file, engine_bytes_max);
        if (!source)
            return error{errc::invalid_input, "--axe-source: " + file + ": " + source.error().detail};
        options.engine = *std::move(source);
    }
    return options;
}

result<void> audit_in_browser(const audit::browser_options& options, const settings& values, next_round next)
{
    const auto where =
        is_terminal(STDERR_FILENO) ? count_progress::place::terminal : count_progress::place::log;
    count_progress progress(std::cerr, where, "pages");
    return run_interruptible(run(options, jobs_of(values), std::move(next), progress));
}

}  // namespace parley::cli
