// For tests: a tab of a real Chromium, and the loop that it lives on.
#pragma once

#include "audit/browser/chromium.hpp"
#include "base/run_on_loop.hpp"

#include <gtest/gtest.h>

namespace parley::audit::testing {

// Fails, and says what to install, where there is no browser.
struct chromium_fixture : ::testing::Test {
    asio::io_context loop;
    std::unique_ptr<browser> chromium = started();
    std::unique_ptr<tab> page = chromium ? opened() : nullptr;

    static deadline soon() { return deadline_after(std::chrono::seconds(20)); }

    void SetUp() override { ASSERT_TRUE(page); }

    // The loop is never without work while a browser runs, so it is left when the coroutine is done.
    template <class T>
    result<T> run(asio::awaitable<result<T>> work)
    {
        return run_on_loop(loop, std::move(work), loop_rest::is_left);
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
    std::unique_ptr<browser> started()
    {
        auto outcome = run(chromium::start({}, soon()));
        EXPECT_TRUE(outcome) << outcome.error().detail;
        return outcome ? *std::move(outcome) : nullptr;
    }

    std::unique_ptr<tab> opened()
    {
        auto outcome = run(chromium->open_tab(soon()));
        EXPECT_TRUE(outcome) << outcome.error().detail;
        return outcome ? *std::move(outcome) : nullptr;
    }
};

}  // namespace parley::audit::testing
