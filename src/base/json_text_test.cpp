#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

std::string as_json(std::string_view text)
{
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonText, EveryByteReadsBackAsItself)
{
    std::string text;
    for (int c = 0; c < 128; ++c) text += static_cast<char>(c);
    text += "é€😀\u2028";
    EXPECT_EQ(std::string_view(boost::json::parse(as_json(text)).get_string()), text);
}

TEST(JsonText, LetsNonAsciiGoOutAsItselfAndEscapesNewlines)
{
    EXPECT_EQ(as_json("é😀\n\"\\\x01"), R"("é😀\n\"\\\u0001")");
}

TEST(JsonText, ReplacesBytesThatAreNotUtf8)
{
    EXPECT_EQ(as_json("a\xFF"), "\"a\uFFFD\"");
}

}  // namespace
}  // namespace parley
