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

// U+009B begins a command on 8-bit terminals, as ESC [ does.
TEST(Log, CommandsNoTerminal)
{
    EXPECT_EQ(format_log_line(epoch, log_level::warning, "request",
                              {{"path", "\x1b[2J \u009b2J \u2028 \xff \u00e4"}}),
              "time=1970-01-01T00:00:00.000Z level=warning event=request "
              "path=\"\\x1b[2J \\xc2\\x9b2J \\xe2\\x80\\xa8 \ufffd \u00e4\"");
}

TEST(Secret, PrintsAsStars)
{
    std::ostringstream out;
    out << secret("sk-abc");
    EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace parley
