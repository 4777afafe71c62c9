#include "cli/model_access.hpp"

#include "base/settings_parser.hpp"
#include "base/testing/kept_log.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

std::string log_with_key_for(const std::string& base_url)
{
    kept_log log;
    const auto given = parse_command_line(
        "serve", {"--model", "m", "--openai-base-url", base_url}, [](std::string_view name) {
            return name == "OPENAI_API_KEY" ? std::optional<std::string>("k") : std::nullopt;
        });
    EXPECT_TRUE(given);
    const auto made = model_access::from(given->values, {}, log);
    EXPECT_TRUE(made) << made.error().detail;
    return log.lines();
}

TEST(ModelAccess, WarnsOfAKeyThatGoesOverTheNetworkInTheClear)
{
    EXPECT_NE(log_with_key_for("http://models.example/v1").find("in the clear"), std::string::npos);
    for (const auto* safe : {"https://models.example/v1", "http://127.0.0.1:11434/v1"})
        EXPECT_EQ(log_with_key_for(safe), "model_login with=key from=OPENAI_API_KEY\n") << safe;
}

}  // namespace
}  // namespace parley::cli
