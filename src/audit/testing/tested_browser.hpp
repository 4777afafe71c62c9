// For tests: which browser they look through. The same tests run in Chromium, and once more in Firefox.
#pragma once

#include "audit/browser/browser_kind.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace parley::audit::testing {

// PARLEY_TESTED_BROWSER is set by the build where it runs them again.
inline browser_kind tested_browser()
{
    const char* const name = std::getenv("PARLEY_TESTED_BROWSER");
    const auto kind = browser_named(name ? name : "chromium");
    EXPECT_TRUE(kind) << "PARLEY_TESTED_BROWSER is chromium or firefox, not " << name;
    return kind.value_or(browser_kind::chromium);
}

inline bool is_firefox()
{
    return tested_browser() == browser_kind::firefox;
}

}  // namespace parley::audit::testing
