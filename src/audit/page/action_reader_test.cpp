#include "audit/page/action_reader.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

using texts = std::vector<std::string>;

// Kind as a number, subject, value.
texts parts_of(std::string_view text)
{
    const auto read = read_action(text);
    if (!read) return {read.error().detail};
    EXPECT_EQ(read->text, text);
    return {std::to_string(static_cast<int>(read->kind)), read->subject, read->value};
}

texts parts(action_kind kind, std::string subject, std::string value)
{
    return {std::to_string(static_cast<int>(kind)), std::move(subject), std::move(value)};
}

TEST(ActionReader, ReadsWhatPa11yHas)
{
    using enum action_kind;
    EXPECT_EQ(parts_of("click element #menu > a"), parts(click, "#menu > a", ""));
    EXPECT_EQ(parts_of("Click #menu"), parts(click, "#menu", ""));
    EXPECT_EQ(parts_of("set field #name to Ann Example"), parts(set_field, "#name", "Ann Example"));
    EXPECT_EQ(parts_of("set field #a to go to b"), parts(set_field, "#a", "go to b"));
    EXPECT_EQ(parts_of("clear field #name"), parts(clear_field, "#name", ""));
    EXPECT_EQ(parts_of("check field #yes"), parts(check_field, "#yes", ""));
    EXPECT_EQ(parts_of("uncheck field #yes"), parts(uncheck_field, "#yes", ""));
    EXPECT_EQ(parts_of("screen capture a.png"), parts(screenshot, "", "a.png"));
    EXPECT_EQ(parts_of("screen-capture to b.png"), parts(screenshot, "", "b.png"));
    EXPECT_EQ(parts_of("wait for element #panel to be visible"),
              parts(wait_for_element, "#panel", "visible"));
    EXPECT_EQ(parts_of("wait for .a .b to be Removed"), parts(wait_for_element, ".a .b", "removed"));
    EXPECT_EQ(parts_of("wait for url to be http://a/"), parts(wait_for_place, "url", "http://a/"));
    EXPECT_EQ(parts_of("wait for path to not be /login"), parts(wait_for_other_place, "path", "/login"));
    EXPECT_EQ(parts_of("wait for hash to be #top"), parts(wait_for_place, "fragment", "#top"));
    EXPECT_EQ(parts_of("wait for element #app to emit ready"), parts(wait_for_event, "#app", "ready"));
    EXPECT_EQ(parts_of("navigate to https://a.example/b"), parts(go_to, "", "https://a.example/b"));
}

TEST(ActionReader, ReadsWhatWeHaveBesides)
{
    EXPECT_EQ(parts_of("press Shift+Tab"), parts(action_kind::press, "", "Shift+Tab"));
    EXPECT_EQ(parts_of("audit as after login"), parts(action_kind::audit_as, "", "after login"));
}

TEST(ActionReader, RefusesWhatItDoesNotKnowOrWhatIsCutShort)
{
    for (const auto* text : {"", "jump", "click", "clicks element #a", "set field #a", "set field #a to",
                             "press", "wait for", "wait for element #a to be green", "wait for url to be",
                             "wait for element to emit x y", "navigate to", "audit as"})
        EXPECT_EQ(read_action(text).has_error(), true) << text;
}

TEST(ActionReader, ReadsFilesOfLinesAndYamlLists)
{
    const auto read =
        read_actions("# in\nactions:\n  - click element #a\n\n  - \"press Enter\"\r\npress Tab", "f");
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_EQ(read->size(), 3U);
    EXPECT_EQ((*read)[0].subject, "#a");
    EXPECT_EQ((*read)[1].value, "Enter");
    EXPECT_EQ((*read)[2].value, "Tab");
    EXPECT_EQ((*read)[2].place, "f:6");
}

TEST(ActionReader, SaysWhichLineItCannotRead)
{
    EXPECT_TRUE(
        read_actions("press Tab\n\nhop", "a.txt").error().detail.starts_with("a.txt:3: `hop` is no "));
}

// What cannot be read may hold the password of a field.
TEST(ActionReader, ShowsNoValueOfAFieldInAnError)
{
    for (const auto* text : {"set field #password hunter2", "set  #p too hunter2", "st field #p to hunter2",
                             "set hunter2", "navigate https://ann:hunter2@a/"})
        EXPECT_EQ(read_action(text).error().detail.find("hunter2"), std::string::npos) << text;
    EXPECT_EQ(read_action("set field #a").error().detail.find("`set …` is no action"), 0U);
    EXPECT_EQ(
        read_action("wait for element #a to be green").error().detail.find("`wait for element #a to be"), 0U);
}

}  // namespace
}  // namespace parley::audit
