#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

node only_node_of(std::string_view node_json)
{
    const auto text = R"({"violations":[{"id":"r","nodes":[)" + std::string(node_json) + "]}]}";
    return read_results(text).value().violations.at(0).nodes.at(0);
}

TEST(Results, AreReadFromWhatTheEngineSays)
{
    const auto page = golden_page();
    EXPECT_EQ(page.engine_version, "4.14.1");
    EXPECT_EQ(page.url, "http://127.0.0.1/page.html");
    ASSERT_EQ(page.violations.size(), 13U);
    EXPECT_EQ(page.violations[0].rule, "aria-roles");
    EXPECT_EQ(page.violations[0].weight, impact::critical);
    EXPECT_EQ(page.violations[0].nodes.at(0).target, std::vector<std::string>{"div[role=\"foo\"]"});
    EXPECT_EQ(page.passes.size(), 1U);
    EXPECT_EQ(page.inapplicable.size(), 2U);
}

// axe itself lists any, all, none; the report of the Python tool has another order.
TEST(Results, ListMessagesOfAllChecksFirst)
{
    EXPECT_EQ(
        only_node_of(R"({"any":[{"message":"any"}],"all":[{"message":"all"}],"none":[{"message":"none"}]})")
            .messages,
        (std::vector<std::string>{"all", "any", "none"}));
}

TEST(Results, ShowTheWayThroughShadowRootsAndFrames)
{
    EXPECT_EQ(only_node_of(R"({"target":["iframe",["x-menu","a"]]})").target,
              (std::vector<std::string>{"iframe", "x-menu >>> a"}));
}

TEST(Results, TakeWhatIsMissingOrNullAsEmpty)
{
    const auto read = only_node_of(R"({"html":null,"target":null,"any":[null,{"message":null}]})");
    EXPECT_EQ(read.html, "");
    EXPECT_TRUE(read.target.empty());
    EXPECT_EQ(read.messages, std::vector<std::string>{""});
    EXPECT_EQ(read_results(R"({"violations":[{"impact":null}]})").value().violations.at(0).weight,
              impact::none);
}

TEST(Results, AreRefusedWhenTheyAreNotThoseOfAxe)
{
    for (const std::string text : {"", "[]", "{", "{\"violations\":1}", "<html>", "{\"passes\":[]}"})
        EXPECT_EQ(read_results(text).error().code, errc::malformed) << text;
    EXPECT_EQ(read_results(std::string(100'000, '[')).error().code, errc::malformed);
}

}  // namespace
}  // namespace parley::audit
