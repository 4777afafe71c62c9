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

// Whole blocks are passed over at once, so what has to be found is put at each place of several blocks.
TEST(JsonText, FindsWhatMustNotGoOutAsItIsAtEveryPlace)
{
    const std::string plain(100, 'x');
    for (std::size_t at = 0; at <= plain.size(); ++at) {
        const auto with = [&](std::string_view middle) {
            return plain.substr(0, at) + std::string(middle) + plain.substr(at);
        };
        EXPECT_EQ(as_json(with("\"")), "\"" + with("\\\"") + "\"");
        EXPECT_EQ(as_json(with("\x1f")), "\"" + with("\\u001f") + "\"");
        EXPECT_EQ(as_json(with("\x80")), "\"" + with("\uFFFD") + "\"");
        EXPECT_EQ(as_json(with("ü")), "\"" + with("ü") + "\"");
    }
}

TEST(JsonText, WritesTheShortestNumberThatReadsBack)
{
    const auto written = [](double number) {
        std::string out;
        append_json_number(out, number);
        return out;
    };
    EXPECT_EQ(written(0.3), "0.3");
    EXPECT_EQ(written(-2), "-2");
    EXPECT_EQ(boost::json::parse(written(1e300 / 3)).as_double(), 1e300 / 3);
    EXPECT_EQ(written(1.0 / 0.0), "null");
}

TEST(JsonText, ReplacesBytesThatAreNotUtf8)
{
    EXPECT_EQ(as_json("a\xFF"), "\"a\uFFFD\"");
}

}  // namespace
}  // namespace parley
