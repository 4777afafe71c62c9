#include "audit/browser/devtools_dialogue.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

using namespace std::string_literals;

TEST(DevtoolsDialogue, NumbersItsCommandsAndNamesTheSession)
{
    devtools_dialogue dialogue;
    const auto first = dialogue.ask("", "Browser.getVersion", {});
    EXPECT_EQ(first.number, 1U);
    EXPECT_EQ(first.text, "{\"id\":1,\"method\":\"Browser.getVersion\",\"params\":{}}\0"s);
    const auto second = dialogue.ask("S", "Page.navigate", {{"url", "about:blank"}});
    EXPECT_EQ(second.number, 2U);
    EXPECT_EQ(second.text,
              "{\"id\":2,\"method\":\"Page.navigate\",\"sessionId\":\"S\","
              "\"params\":{\"url\":\"about:blank\"}}\0"s);
}

TEST(DevtoolsDialogue, ReadsAnAnswer)
{
    auto said = devtools_dialogue::read(R"({"id":7,"result":{"frameId":"F"},"sessionId":"S"})");
    const auto& answer = std::get<devtools_answer>(said.value());
    EXPECT_EQ(answer.command, 7U);
    EXPECT_EQ(boost::json::serialize(answer.outcome.value()), R"({"frameId":"F"})");
}

TEST(DevtoolsDialogue, ReadsARefusal)
{
    auto said = devtools_dialogue::read(R"({"id":7,"error":{"code":-32000,"message":"Not attached"}})");
    const auto& answer = std::get<devtools_answer>(said.value());
    ASSERT_FALSE(answer.outcome);
    EXPECT_EQ(answer.outcome.error().code, errc::upstream_rejected);
    EXPECT_EQ(answer.outcome.error().detail, "Not attached");
}

TEST(DevtoolsDialogue, ReadsAnEvent)
{
    auto said = devtools_dialogue::read(R"({"method":"Page.loadEventFired","params":{"timestamp":1},)"
                                        R"("sessionId":"S"})");
    const auto& event = std::get<devtools_event>(said.value());
    EXPECT_EQ(event.session, "S");
    EXPECT_EQ(event.method, "Page.loadEventFired");
    EXPECT_TRUE(event.parameters.contains("timestamp"));
}

TEST(DevtoolsDialogue, RefusesWhatIsNoMessage)
{
    for (const auto* text : {"", "[]", "{}", "{\"id\":\"1\"}", "{\"method\":1}", "{\"id\":1", "null"}) {
        const auto refused = devtools_dialogue::read(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, errc::malformed);
    }
}

}  // namespace
}  // namespace parley::audit
