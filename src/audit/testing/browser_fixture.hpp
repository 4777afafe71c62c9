// For tests: a tab of a real browser, and the loop that it lives on.
#pragma once

#include "audit/browser/chromium.hpp"
#include "audit/browser/firefox.hpp"
#include "audit/testing/tested_browser.hpp"
#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

namespace parley::audit::testing {

// A tab for each test; its browser stays for all tests of a suite, since some start slowly. Fails, and says
// what to install, where there is no browser.
struct browser_fixture : ::testing::Test {
    asio::io_context& loop = shared_->loop;
    std::unique_ptr<tab> page = shared_->running ? opened() : nullptr;

    static deadline soon() { return deadline_after(std::chrono::seconds(40)); }

    static void SetUpTestSuite()
    {
        shared_ = std::make_unique<shared>();
        auto started = run(start());
        EXPECT_TRUE(started) << started.error().detail;
        if (started) shared_->running = *std::move(started);
    }

    static void TearDownTestSuite() { shared_.reset(); }

    void SetUp() override { ASSERT_TRUE(page); }

    // The loop is never without work while a browser runs, so it is left when the coroutine is done.
    template <class T>
    static result<T> run(asio::awaitable<result<T>> work)
    {
        return run_on_loop(shared_->loop, std::move(work), loop_rest::is_left);
    }

    // Shows the address, until it has loaded.
    result<void> show(const std::string& address)
    {
        if (auto gone = run(page->go_to(address, soon())); !gone) return gone;
        return run(page->wait_for(wait_until::loaded, soon()));
    }

    result<void> show_html(const std::string& html)
    {
        std::string encoded;
        for (const char c : html) {
            constexpr std::string_view digits = "0123456789ABCDEF";
            encoded += {'%', digits[static_cast<unsigned char>(c) >> 4U], digits[c & 0xF]};
        }
        return show("data:text/html;charset=utf-8," + encoded);
    }

    // What the expression gives in the sandbox of the page.
    std::string in_page(const std::string& expression)
    {
        auto given = run(page->evaluate(page->top_frame(), "String(" + expression + ")", soon()));
        return given ? *given : given.error().detail;
    }

private:
    struct shared {
        asio::io_context loop;
        std::unique_ptr<browser> running;
    };

    static asio::awaitable<result<std::unique_ptr<browser>>> start()
    {
        if (is_firefox()) return firefox::start({}, soon());
        return chromium::start({}, soon());
    }

    static std::unique_ptr<tab> opened()
    {
        auto outcome = run(shared_->running->open_tab(soon()));
        EXPECT_TRUE(outcome) << outcome.error().detail;
        return outcome ? *std::move(outcome) : nullptr;
    }

    static inline std::unique_ptr<shared> shared_;
};

}  // namespace parley::audit::testing
