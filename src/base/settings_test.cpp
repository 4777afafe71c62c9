#include "base/settings_parser.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace parley {
namespace {

std::optional<std::string> no_environment(std::string_view)
{
    return std::nullopt;
}

std::string problem(const result<command_line>& parsed)
{
    return parsed ? "" : parsed.error().detail;
}

TEST(Settings, AFlagWinsOverTheEnvironmentAndThatOverTheFile)
{
    const auto environment = [](std::string_view name) -> std::optional<std::string> {
        if (name == "PARLEY_PORT") return "2";
        if (name == "PARLEY_HOST") return "::1";
        return std::nullopt;
    };
    auto parsed = parse_command_line("serve", {"--port", "1"}, environment);
    ASSERT_TRUE(parsed) << problem(parsed);
    ASSERT_TRUE(apply_settings_file(*parsed, "serve", "port = 3\nhost = localhost\ntop = 7  # seven\n"));
    EXPECT_EQ(parsed->values.number("port"), 1);
    EXPECT_EQ(parsed->values.text("host"), "::1");
    EXPECT_EQ(parsed->values.number("top"), 7);
    EXPECT_EQ(parsed->values.number("connections"), 16384);
}

TEST(Settings, LinesAreGivenByTheirFlagMoreThanOnceAndHoldCommas)
{
    const auto parsed = parse_command_line("audit", {"--exclude", "a, b", "--exclude=c"}, no_environment);
    ASSERT_TRUE(parsed) << problem(parsed);
    EXPECT_EQ(parsed->values.lines("exclude"), (std::vector<std::string>{"a, b", "c"}));
    EXPECT_TRUE(parsed->values.lines("include").empty());
}

TEST(Settings, AListIsGivenByCommaAndByItsFlagMoreThanOnce)
{
    using texts = std::vector<std::string>;
    const auto parsed = parse_command_line("mock", {"--mask", "a.b, c", "--mask", "d"}, no_environment);
    ASSERT_TRUE(parsed) << problem(parsed);
    EXPECT_EQ(parsed->values.list("mask"), (texts{"a.b", "c", "d"}));
    EXPECT_EQ(parse_command_line("mock", {}, no_environment)->values.list("mask"), texts{});
}

// Both on one port, a server could not be tried with a mock beside it.
TEST(Settings, AServerAndAMockHavePortsOfTheirOwn)
{
    const auto port_of = [](std::string_view command) {
        auto parsed = parse_command_line(command, {}, [](std::string_view name) {
            return name == "PARLEY_PORT" ? std::optional<std::string>("7000") : std::nullopt;
        });
        EXPECT_TRUE(parsed) << problem(parsed);
        return parsed ? parsed->values.number("port") : 0;
    };
    EXPECT_EQ(port_of("serve"), 7000);
    EXPECT_EQ(port_of("mock"), 8090);
    EXPECT_EQ(parse_command_line("serve", {}, no_environment)->values.number("port"), 8080);
}

TEST(Settings, ATypoIsAnErrorThatNamesTheNearestFlag)
{
    EXPECT_NE(
        problem(parse_command_line("serve", {"--prot", "1"}, no_environment)).find("did you mean --port?"),
        std::string::npos);
    EXPECT_NE(problem(parse_command_line("serve", {"--por", "1"}, no_environment)).find("no option"),
              std::string::npos);
}

TEST(Settings, AFlagWithoutItsValueIsAnErrorThatSaysWhereHelpIs)
{
    const auto refused = [](std::string_view command, const std::vector<std::string>& arguments) {
        return problem(parse_command_line(command, arguments, no_environment));
    };
    EXPECT_EQ(refused("serve", {"--port"}), "--port needs a value (see parley serve --help)");
    EXPECT_EQ(refused("serve", {"--port="}), "--port needs a value (see parley serve --help)");
    EXPECT_EQ(refused("ingest", {"--prune=yes", "a"}), "--prune takes no value (see parley ingest --help)");
    EXPECT_EQ(refused("serve", {"--port", "1", "--port", "2"}),
              "--port can be given only once (see parley serve --help)");
}

TEST(Settings, ANumberOutOfRangeIsAnErrorThatNamesTheRange)
{
    EXPECT_EQ(problem(parse_command_line("serve", {"--port", "70000"}, no_environment)),
              "--port takes a whole number from 0 to 65535");
    EXPECT_EQ(problem(parse_command_line("serve", {"--port", "80x"}, no_environment)),
              "--port takes a whole number from 0 to 65535");
}

TEST(Settings, ASecretHasNoFlagAndIsReadFromTheEnvironment)
{
    for (const auto* given : {"--openai-api-key", "--openai-api-key=sk-123"}) {
        const auto refused = problem(parse_command_line("ask", {given, "why?"}, no_environment));
        EXPECT_NE(refused.find("set OPENAI_API_KEY"), std::string::npos) << refused;
        EXPECT_EQ(refused.find("sk-123"), std::string::npos) << refused;
    }
    const auto parsed = parse_command_line("ask", {"why?"}, [](std::string_view name) {
        return name == "OPENAI_API_KEY" ? std::optional<std::string>("k") : std::nullopt;
    });
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->values.hidden("openai-api-key").reveal(), "k");
    EXPECT_EQ(parsed->operands, std::vector<std::string>{"why?"});
}

// A key out of `$(cat key.txt)` in an env file kept its line end, and could not be sent.
TEST(Settings, ASecretHasNoWhiteSpaceAtItsEnds)
{
    const auto parsed = parse_command_line("ask", {"why?"}, [](std::string_view name) {
        return name == "OPENAI_API_KEY" ? std::optional<std::string>(" k 1\r\n") : std::nullopt;
    });
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->values.hidden("openai-api-key").reveal(), "k 1");
}

TEST(Settings, WhatIsSetByFlagIsToldFromWhatTheEnvironmentSets)
{
    const auto parsed = parse_command_line("token", {"--scope", "s"}, [](std::string_view name) {
        return name == "PARLEY_TOKEN_LISTEN" ? std::optional<std::string>("127.0.0.1") : std::nullopt;
    });
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->flags.contains("scope"));
    EXPECT_FALSE(parsed->flags.contains("listen"));
    EXPECT_TRUE(parsed->fixed.contains("listen"));
}

TEST(Settings, ACommandTakesOnlyItsOwn)
{
    EXPECT_FALSE(parse_command_line("ask", {"--port", "1"}, no_environment));
    EXPECT_TRUE(parse_command_line("ingest", {"--prune", "folder"}, no_environment));
}

TEST(Settings, AFileMayHoldSettingsOfOtherCommandsButNoUnknownOnes)
{
    auto parsed = parse_command_line("ask", {}, no_environment);
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(apply_settings_file(*parsed, "ask", "port = 3\n"));
    EXPECT_FALSE(apply_settings_file(*parsed, "ask", "prot = 3\n"));
}

TEST(Settings, AnUnknownNameInAFileIsToldWithTheFileAndWhatWasMeant)
{
    const auto refused = [](std::string_view text) {
        auto parsed = parse_command_line("ask", {"--config", "/etc/parley.conf"}, no_environment);
        return apply_settings_file(*parsed, "ask", text).error().detail;
    };
    EXPECT_EQ(refused("top = 3\nprot = 3\n"),
              "line 2 of /etc/parley.conf sets prot, which is no setting; did you mean port?");
    EXPECT_EQ(refused("OPENAI_API_KEY = sk-123\n"),
              "line 1 of /etc/parley.conf sets OPENAI_API_KEY, which is no setting; did you mean "
              "openai-api-key?");
    EXPECT_EQ(refused("top = 700\n"), "top in line 1 of /etc/parley.conf takes a whole number from 1 to 50");
    EXPECT_EQ(refused("key sk-123== = 3\n"), "line 1 of /etc/parley.conf names an unknown setting");
}

TEST(Settings, AFileMayBeginWithAByteOrderMark)
{
    auto parsed = parse_command_line("ask", {}, no_environment);
    ASSERT_TRUE(apply_settings_file(*parsed, "ask", "\xEF\xBB\xBFtop = 3\n"));
    EXPECT_EQ(parsed->values.number("top"), 3);
}

TEST(Settings, AToggleInAFileMayAlsoBeSwitchedOff)
{
    auto parsed = parse_command_line("ingest", {"folder"}, no_environment);
    ASSERT_TRUE(parsed);
    ASSERT_TRUE(apply_settings_file(*parsed, "ingest", "prune = no\nforce = yes\n"));
    EXPECT_FALSE(parsed->values.is_set("prune"));
    EXPECT_TRUE(parsed->values.is_set("force"));
    EXPECT_FALSE(apply_settings_file(*parsed, "ingest", "json = maybe\n"));
}

TEST(Settings, AWrongLineOfAFileIsNumberedAndNeverShown)
{
    auto parsed = parse_command_line("ask", {"--config", "/etc/parley.conf"}, no_environment);
    ASSERT_TRUE(parsed);
    const auto applied = apply_settings_file(*parsed, "ask", "top = 3\n# fine\nopenai-api-key: sk-123\n");
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().detail, "line 3 of /etc/parley.conf is not `name = value`");
}

TEST(Settings, AValueInAFileMayHoldANumberSign)
{
    auto parsed = parse_command_line("ask", {}, no_environment);
    ASSERT_TRUE(parsed);
    ASSERT_TRUE(apply_settings_file(*parsed, "ask", "openai-api-key = a#b=c  # the key\n"));
    EXPECT_EQ(parsed->values.hidden("openai-api-key").reveal(), "a#b=c");
}

TEST(Settings, ProxyVariablesAreReadInLowerCaseToo)
{
    const auto parsed = parse_command_line("serve", {}, [](std::string_view name) {
        return name == "https_proxy" ? std::optional<std::string>("http://proxy:3128") : std::nullopt;
    });
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->values.hidden("https-proxy").reveal(), "http://proxy:3128");
}

}  // namespace
}  // namespace parley
