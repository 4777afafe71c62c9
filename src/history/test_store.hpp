// For tests: a history in a folder of its own, with a clock that stands still until it is moved.
#pragma once

#include "base/temporary_folder.hpp"
#include "history/store.hpp"

#include <gtest/gtest.h>

namespace parley::history {

struct test_store {
    temporary_folder folder;
    std::chrono::system_clock::time_point now{std::chrono::days(20'000)};
    store_limits limits;

    store open()
    {
        auto opened = store::open(folder.path / "data", limits, [this] { return now; });
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().detail);
        return *std::move(opened);
    }
};

inline turn turn_about(std::string question, std::string run_id = "")
{
    return {std::move(run_id), question, "About " + question, "{}"};
}

}  // namespace parley::history
