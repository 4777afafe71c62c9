#include "mock/fault_header.hpp"

#include "mock/fault_names.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

using namespace std::chrono_literals;

TEST(FaultHeader, NamesAFaultAndItsPlace)
{
    const auto read = [](std::string_view text) { return std::get<fault>(read_fault(text).value()); };
    for (const auto& [name, kind] : fault_kinds) EXPECT_EQ(read(name).kind, kind);
    EXPECT_EQ(read("reset").events, 0U);
    EXPECT_EQ(read("reset@before_head").at, fault::place::before_head);
    EXPECT_EQ(read(" close @ after_head ").at, fault::place::after_head);
    EXPECT_EQ(read("half_event@7").events, 7U);
}

TEST(FaultHeader, NamesAStatusAndAWait)
{
    auto error = std::get<error_reply>(read_fault("429@250").value());
    EXPECT_EQ(error.status, 429U);
    EXPECT_EQ(error.retry_after, 250ms);
    error = std::get<error_reply>(read_fault("503").value());
    EXPECT_FALSE(error.retry_after);
}

TEST(FaultHeader, RefusesWhatItDoesNotKnowAndSaysWhatItDoes)
{
    for (const auto* const text : {"", "explode", "reset@soon", "200", "700", "429@x", "@3"}) {
        const auto read = read_fault(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, errc::invalid_input);
        EXPECT_NE(read.error().detail.find("half_event"), std::string::npos);
    }
}

}  // namespace
}  // namespace parley::mock
