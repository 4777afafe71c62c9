#include "base/log.hpp"

#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace parley {
namespace {

constexpr auto epoch = std::chrono::system_clock::time_point{};

TEST(Log, WritesOneLineOfKeysAndValues)
{
    EXPECT_EQ(format_log_line(epoch, log_level::info, "request", {{"path", "/chat"}, {"status", 200}}),
              "time=1970-01-01T00:00:00.000Z level=info event=request path=/chat status=200");
}

TEST(Log, TellsTheTimeInUtcToTheMillisecond)
{
    using namespace std::chrono;
    const auto at = sys_days(2026y / February / 9) + 4h + 5min + 59s + 7ms + 999us;
    EXPECT_EQ(format_log_line(at, log_level::info, "e", {}),
              "time=2026-02-09T04:05:59.007Z level=info event=e");
}

TEST(Log, StaysOneLineWhateverAPeerSent)
{
    EXPECT_EQ(format_log_line(epoch, log_level::warning, "request", {{"path", "/a b\"\nlevel=error"}}),
              "time=1970-01-01T00:00:00.000Z level=warning event=request path=\"/a b\\\"\\x0alevel=error\"");
}

TEST(Secret, PrintsAsStars)
{
    std::ostringstream out;
    out << secret("sk-abc");
    EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace parley
