// For tests: pages on a server on loopback, and a real browser that audits them.
//
// 127.0.0.1 and localhost are the same server and different sites. The browser stays for all tests of a
// suite, since some start slowly. A test fails when there is none, with what to install.
#pragma once

#include "audit/page/browser_auditor.hpp"
#include "audit/testing/tested_browser.hpp"
#include "base/temporary_folder.hpp"
#include "base/testing/kept_log.hpp"
#include "http/server.hpp"

#include <boost/asio/redirect_error.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <map>
#include <unistd.h>

namespace parley::audit {

struct served_page {
    std::string body;
    unsigned status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string disposition = {};
    enum { answers, hangs, resets } how = answers;
    std::function<void()> on_request = {};
};

// Without a violation, around `body`.
inline std::string sound_page(const std::string& body, const std::string& head = {})
{
    return "<!doctype html><html lang=en><head><title>Page</title>" + head +
           "</head><body><main><h1>Page</h1>" + body + "</main></body></html>";
}

inline constexpr auto bad_image = "<img src='data:,'>";

// What all tests of a suite share.
class audited_world {
public:
    audited_world() : server_(loop, http::listen(loop, "127.0.0.1", 0).value(), routes_, {}, log_, pool_)
    {
        std::signal(SIGPIPE, SIG_IGN);
        asio::co_spawn(loop, server_.run(), [](std::exception_ptr) {});
    }

    ~audited_world()
    {
        by.reset();
        browser.reset();
        loop.restart();
        loop.poll();
        EXPECT_TRUE(std::filesystem::is_empty(folder.path)) << "the browser left something behind";
    }
    audited_world(const audited_world&) = delete;
    audited_world& operator=(const audited_world&) = delete;

    unsigned short port() const { return server_.port(); }

    const temporary_folder folder;
    std::map<std::string, served_page> pages;
    asio::io_context loop{1};
    std::unique_ptr<browser_auditor> browser;
    std::unique_ptr<auditor> by;

private:
    asio::awaitable<result<void>> serve(http::request asked, http::exchange& out)
    {
        const auto found = pages.find(asked.path);
        if (found == pages.end()) co_return error{errc::not_found, "no such page"};
        const auto page = found->second;
        if (page.on_request) page.on_request();
        if (page.how == served_page::resets) out.cut(http::cut_how::reset);
        if (page.how == served_page::hangs) {
            asio::steady_timer never(co_await asio::this_coro::executor, std::chrono::seconds(60));
            boost::system::error_code ended;
            co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ended));
        }
        http::response answer{page.status, {{"Content-Type", page.type}}, page.body};
        if (!page.disposition.empty()) answer.headers.set("Content-Disposition", page.disposition);
        if (page.status / 100 == 3) answer.headers.set("Location", page.body);
        co_return co_await out.send(std::move(answer));
    }

    std::vector<http::route> both_routes()
    {
        const http::handler handle = [this](http::request asked, http::exchange& out) {
            return serve(std::move(asked), out);
        };
        return {{.method = "GET", .path = "/", .handle = handle},
                {.method = "GET", .path = "/*", .handle = handle}};
    }

    asio::thread_pool pool_{1};
    kept_log log_;
    http::router routes_{both_routes()};
    http::server server_;
};

class AuditedSite : public ::testing::Test {
protected:
    AuditedSite()
    {
        pages.clear();
        options.profiles = folder.path;
    }
    ~AuditedSite() override { pages.clear(); }

    static void SetUpTestSuite() { world_ = std::make_unique<audited_world>(); }
    static void TearDownTestSuite() { world_.reset(); }

    // What comes of a page of this site.
    page_outcome audited(const std::string& path, page_plan plan = {})
    {
        plan.address = at(path);
        return audit(std::move(plan));
    }

    page_outcome audit(page_plan plan)
    {
        page_outcome outcome{.page = {}, .variant = {}, .file = {}, .results = error{errc::closed, ""}};
        run(audit_with(options, std::move(plan), outcome));
        return outcome;
    }

    // Runs the loop until `work` ends; the browser and the server keep it busy beyond that.
    void run(asio::awaitable<void> work)
    {
        auto& loop = world_->loop;
        asio::co_spawn(loop, std::move(work), [&loop](std::exception_ptr thrown) {
            loop.stop();
            if (thrown) std::rethrow_exception(thrown);
        });
        loop.restart();
        loop.run();
    }

    // With a program of the test's own, it is one that does not start.
    asio::awaitable<void> audit_with(browser_options how, page_plan plan, page_outcome& outcome)
    {
        if (!browser || !how.path.empty()) {
            auto started = co_await browser_auditor::start(std::move(how));
            if (!started) {
                outcome.results = started.error();
                co_return;
            }
            browser = std::move(*started);
            world_->by = browser->new_auditor();
        }
        auto outcomes = co_await world_->by->audit(plan);
        outcome = std::move(outcomes.at(0));
    }

    std::string at(const std::string& path, const std::string& host = "127.0.0.1") const
    {
        return "http://" + host + ":" + std::to_string(world_->port()) + path;
    }

    // An address at which nobody listens.
    std::string at_closed_port(const std::string& host)
    {
        asio::ip::tcp::acceptor taken(world_->loop, {asio::ip::address_v4::loopback(), 0});
        return "http://" + host + ":" + std::to_string(taken.local_endpoint().port()) + "/";
    }

    // Kills processes of the browser as a crash would: itself, or those that run its pages.
    enum class part_of_browser { whole, pages };
    void kill_browser(part_of_browser which) const
    {
        pid_t leader = -1;
        std::vector<pid_t> of_pages;
        for (const auto& each : std::filesystem::directory_iterator("/proc")) {
            std::ifstream file(each.path() / "cmdline");
            const std::string command(std::istreambuf_iterator<char>(file), {});
            const auto has = [&](const std::string& part) { return command.find(part) != std::string::npos; };
            const bool is_inner = has("--type=") || has("-contentproc") || command.starts_with("/bin/sh");
            if (has(folder.path.string()) && has("--remote-debugging-p") && !is_inner)
                leader = std::stoi(each.path().filename().string());
            if (has("--type=renderer") || has("-isForBrowser"))
                of_pages.push_back(std::stoi(each.path().filename().string()));
        }
        ASSERT_GT(leader, 0) << "the browser does not run";
        if (which == part_of_browser::whole) ::kill(leader, SIGKILL);
        for (const auto each : of_pages)
            if (which == part_of_browser::pages && ::getpgid(each) == leader) ::kill(each, SIGKILL);
    }

private:
    static inline std::unique_ptr<audited_world> world_;

protected:
    const temporary_folder& folder = world_->folder;
    browser_options options{.kind = testing::tested_browser()};
    std::map<std::string, served_page>& pages = world_->pages;
    std::unique_ptr<browser_auditor>& browser = world_->browser;
};

// The rules that it violates, with their counts of elements: "image-alt 2, label 1".
inline std::string violations_of(const page_outcome& outcome)
{
    if (!outcome.results) return "not audited: " + outcome.results.error().detail;
    std::string text;
    for (const auto& each : outcome.results->violations)
        text += (text.empty() ? "" : ", ") + each.rule + " " + std::to_string(each.nodes.size());
    return text;
}

inline bool is_incomplete(const page_outcome& outcome, std::string_view rule)
{
    const auto is_it = [rule](const finding& each) { return each.rule == rule; };
    return outcome.results && std::ranges::any_of(outcome.results->incomplete, is_it);
}

}  // namespace parley::audit
