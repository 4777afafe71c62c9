#include "mock/template_text.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

namespace json = boost::json;

const std::string quoted_lines = "say \"hi\"\\n and\nleave\t\x01 – now";

asked asking(std::string text)
{
    asked made;
    made.messages.push_back({.role = "user", .text = std::move(text)});
    return made;
}

std::string filled(std::string_view text, const std::string& user, filled_as kind)
{
    const auto what = asking(user);
    return fill_in(text, facts(what, 1), {user, user}, kind);
}

reply filled(reply from, const std::string& user)
{
    const auto what = asking(user);
    return fill_in(from, facts(what, 1), {user, user});
}

TEST(TemplateText, LeavesTextsAsAPersonWroteThem)
{
    EXPECT_EQ(filled("You \"said\" {{last_user}}, {{none}} {{", "a \"b\"\n", filled_as::text),
              "You \"said\" a \"b\"\n, {{none}} {{");
}

// What a person wrote ended the string that it was put into, and the JSON with it.
TEST(TemplateText, LeavesTheArgumentsOfToolCallsJson)
{
    text_reply calls;
    calls.tool_calls.push_back({.name = "search", .arguments = R"({"query":"{{1}}","turn":{{turn}}})"});
    const auto made = std::get<text_reply>(filled({.content = calls}, quoted_lines).content);
    const auto arguments = json::parse(made.tool_calls.at(0).arguments);
    EXPECT_EQ(arguments.at("query").as_string(), quoted_lines);
    EXPECT_EQ(arguments.at("turn").as_int64(), 0);
}

TEST(TemplateText, LeavesBodiesJsonThatSayTheyAre)
{
    raw_reply raw{.body = R"({"said":"{{last_user}}","a":["\"{{1}}\"",{{nth}}]})"};
    const auto made = json::parse(std::get<raw_reply>(filled({.content = raw}, quoted_lines).content).body);
    EXPECT_EQ(made.at("said").as_string(), quoted_lines);
    EXPECT_EQ(made.at("a").at(0).as_string(), "\"" + quoted_lines + "\"");
    EXPECT_EQ(made.at("a").at(1).as_int64(), 1);

    raw = {.content_type = "text/plain", .body = "\"{{1}}\""};
    EXPECT_EQ(std::get<raw_reply>(filled({.content = raw}, quoted_lines).content).body,
              "\"" + quoted_lines + "\"");
}

TEST(TemplateText, LeavesEventsJsonAndTheJsonInTheirStrings)
{
    raw_events_reply raw;
    raw.events.push_back({.data = R"({"delta":{"content":"{{1}}","arguments":"{\"q\": \"{{1}}\"}"}})"});
    const auto made = std::get<raw_events_reply>(filled({.content = raw}, quoted_lines).content);
    const auto event = json::parse(made.events.at(0).data);
    EXPECT_EQ(event.at("delta").at("content").as_string(), quoted_lines);
    const auto arguments = json::parse(event.at("delta").at("arguments").as_string());
    EXPECT_EQ(arguments.at("q").as_string(), quoted_lines);
}

// A value outside of strings is a part of the JSON: what a tool said, as it stands.
TEST(TemplateText, PutsJsonIntoJsonWhereThereIsNoString)
{
    EXPECT_EQ(filled(R"({"a":{{1}},"b":"{{1}}"})", R"({"c":"d"})", filled_as::json),
              R"({"a":{"c":"d"},"b":"{\"c\":\"d\"}"})");
}

}  // namespace
}  // namespace parley::mock
