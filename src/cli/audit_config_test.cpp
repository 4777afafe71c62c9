#include "cli/audit_config.hpp"

#include <gtest/gtest.h>

namespace parley::cli {
namespace {

command_line line_of(const std::vector<std::string>& arguments)
{
    return parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; }).value();
}

std::string refusal_of(std::string_view text)
{
    auto given = line_of({});
    const auto read = read_audit_config(text, "a.json", given);
    return read ? "" : read.error().detail;
}

TEST(AuditConfig, HasDefaultsAndPagesThatDifferFromThem)
{
    auto given = line_of({});
    const auto read = read_audit_config(R"({
        "defaults": {"viewport": ["1280x720", "390x844"], "timeout": 5, "no-settle": true,
                     "exclude": ["a, b", "c"], "options": {"iframes": true}},
        "pages": ["x.html", {"target": "y.html", "name": "why", "timeout": 9, "threshold": 2,
                             "actions": ["click element #a", "press Tab"],
                             "ignore": [{"rule": "region", "reason": "later"}]}]})",
                                        "a.json", given);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(given.values.list("viewport"), (std::vector<std::string>{"1280x720", "390x844"}));
    EXPECT_TRUE(given.values.is_set("no-settle"));
    EXPECT_EQ(given.values.lines("exclude"), (std::vector<std::string>{"a, b", "c"}));
    EXPECT_EQ(given.values.text("options"), "{\"iframes\":true}");
    ASSERT_EQ(read->pages.size(), 2U);
    EXPECT_EQ(read->pages[0].values.number("timeout"), 5);
    EXPECT_EQ(read->pages[1].values.number("timeout"), 9);
    EXPECT_EQ(read->pages[1].values.lines("action"),
              (std::vector<std::string>{"click element #a", "press Tab"}));
    EXPECT_EQ(read->pages[1].name, "why");
    EXPECT_EQ(read->pages[1].rules_max, 2U);
    EXPECT_EQ(read->pages[1].ignored.at(0).rule, "region");
}

TEST(AuditConfig, GivesWayToFlags)
{
    auto given = line_of({"--timeout", "7"});
    const auto read = read_audit_config(
        R"({"defaults":{"timeout":5,"delay":3},"pages":[{"target":"a","timeout":9}]})", "a.json", given);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pages[0].values.number("timeout"), 7);
    EXPECT_EQ(read->pages[0].values.number("delay"), 3);
}

TEST(AuditConfig, NamesTheMemberThatWasMeant)
{
    EXPECT_EQ(refusal_of(R"({"defaults":{"viewports":"1x1"}})"),
              "a.json: defaults: there is no `viewports` here; did you mean `viewport`?");
    EXPECT_EQ(refusal_of(R"({"pages":["a",{"target":"b","treshold":1}]})"),
              "a.json: page 2: there is no `treshold` here; did you mean `threshold`?");
    EXPECT_NE(refusal_of(R"({"page":[]})"), "");
}

// It is found by chance, in whatever folder somebody is.
TEST(AuditConfig, NamesNoProgram)
{
    for (const auto* name : {"browser-path", "start", "ready-url"}) {
        const auto member = '{' + ('"' + std::string(name)) + R"(":"./x"})";
        EXPECT_NE(refusal_of(R"({"defaults":)" + member + "}").find("there is no"), std::string::npos)
            << name;
        EXPECT_NE(refusal_of(R"({"pages":[)" + member + "]}").find("there is no"), std::string::npos) << name;
    }
}

TEST(AuditConfig, SaysWhatIsWrongWithAValue)
{
    EXPECT_EQ(refusal_of(R"({"defaults":{"timeout":"soon"}})"),
              "a.json: defaults.timeout takes a whole number from 1 to 3600");
    for (const auto* text :
         {"[]", "{", R"({"pages":{}})", R"({"pages":[1]})", R"({"pages":[{}]})",
          R"({"pages":[{"target":1}]})", R"({"pages":[{"target":"a","jobs":1}]})",
          R"({"pages":[{"target":"a","ignore":[{"rule":"x"}]}]})", R"({"defaults":{"include":[1]}})",
          R"({"defaults":{"update":true}})", R"({"pages":[{"target":"a","threshold":-1}]})"})
        EXPECT_NE(refusal_of(text), "") << text;
}

}  // namespace
}  // namespace parley::cli
