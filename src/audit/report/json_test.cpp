#include "audit/report/json.hpp"

#include "audit/golden_page.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(JsonReport, IsTheFileOfThePythonToolByteForByte)
{
    EXPECT_EQ(json_report(golden_page()), golden("page-saved.json"));
}

TEST(JsonReport, LeavesOutTheListsThatAreNotAskedFor)
{
    auto page = golden_page();
    const auto fewer = boost::json::parse(json_report(page, kept::violations)).as_object();
    page.json.erase("passes");
    page.json.erase("incomplete");
    page.json.erase("inapplicable");
    EXPECT_EQ(fewer, page.json);
}

TEST(JsonReport, DoesNotMindThatListsAreMissing)
{
    const auto page = read_results(R"({"violations":[]})").value();
    EXPECT_EQ(json_report(page, kept::violations), "{\n    \"violations\": []\n}");
}

TEST(JsonText, WritesCharactersOutsideAsciiAsEscapes)
{
    EXPECT_EQ(json_text("é\U0001F600\x7F\b\f\x01\"\\/"), R"("\u00e9\ud83d\ude00)"
                                                         "\x7F"
                                                         R"(\b\f\u0001\"\\/")");
}

TEST(JsonText, WritesEmptyContainersOnOneLine)
{
    EXPECT_EQ(json_text({{"a", boost::json::array()}, {"b", boost::json::object()}}),
              "{\n    \"a\": [],\n    \"b\": {}\n}");
}

}  // namespace
}  // namespace parley::audit
