#include "mock/recorder/json_strings.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::string in_brackets(const std::string& said)
{
    return said.find('b') == said.npos ? said : "[" + said + "]";
}

TEST(JsonStrings, ChangesWhatStringsWithEscapesSayAndNoOtherByte)
{
    EXPECT_EQ(with_changed_strings(R"({"\u0062": 1.50, "x":"a\/c", "b":"\n"})", in_brackets),
              R"({"[b]": 1.50, "x":"a\/c", "b":"\n"})");
    EXPECT_EQ(with_changed_strings(R"(data: {"a":"\u00e9b"} and "\x b")", in_brackets),
              "data: {\"a\":\"[\xc3\xa9"
              R"(b]"} and "\x b")");
}

TEST(JsonStrings, TakesNothingForAStringThatDoesNotEndOnItsLine)
{
    const std::string text = "say \"b\\n\n\"b\\tb\" \"b\\";
    EXPECT_EQ(with_changed_strings(text, in_brackets), "say \"b\\n\n\"[b\\tb]\" \"b\\");
}

TEST(JsonStrings, SaysWhatEscapesStandFor)
{
    EXPECT_EQ(without_escapes(R"(Zo\u00eb \u0026 \"B\"\/\n \ud83d\ude00 \\u00eb)"),
              "Zo\xc3\xab & \"B\"/\n \xf0\x9f\x98\x80 \\u00eb");
    for (const std::string broken : {R"(\u00)", R"(\ud83d and)", R"(\q)", "\\"})
        EXPECT_EQ(without_escapes(broken), broken);
}

}  // namespace
}  // namespace parley::mock
