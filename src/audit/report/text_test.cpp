#include "audit/report/text.hpp"

#include "audit/golden_page.hpp"
#include "audit/report/python_literal.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

TEST(TextReport, IsThatOfThePythonToolByteForByte)
{
    EXPECT_EQ(text_report(golden_page()), golden("page.txt"));
}

TEST(TextReport, OfOneRuleHasNoCount)
{
    EXPECT_EQ(text_report(golden_page(), "image-alt"), golden("page-image-alt.txt"));
    EXPECT_EQ(text_report(golden_page(), "unknown"), "");
}

TEST(TextReport, OfACleanPageIsTheCountAlone)
{
    EXPECT_EQ(text_report(page_with({})), "Found 0 accessibility violations:\n");
}

// The Python tool raises here.
TEST(TextReport, PrintsWhatLiesInShadowRootsAndWhatHasNoHtml)
{
    auto page = page_with({violation_of("r", impact::none, 1)});
    page.violations[0].nodes[0] = {{"iframe", "x-menu >>> a"}, "", {}, ""};
    EXPECT_NE(text_report(page).find("Target: iframe, x-menu >>> a\n\t\tSnippet: \n"), std::string::npos);
    EXPECT_NE(text_report(page).find("Impact Level: None\n"), std::string::npos);
}

TEST(PythonLiteral, ChoosesTheQuotesAsPythonDoes)
{
    EXPECT_EQ(python_list({}), "[]");
    EXPECT_EQ(python_list({"cat.color", "it's", "say \"hi\"", "it's \"both\"", "back\\slash\n\x01é"}),
              R"(['cat.color', "it's", 'say "hi"', 'it\'s "both"', 'back\\slash\n\x01é'])");
}

TEST(PythonLiteral, WritesNumbersAsPythonDoes)
{
    EXPECT_EQ(python_number(4.54), "4.54");
    EXPECT_EQ(python_number(3), "3.0");
    EXPECT_EQ(python_number(-0.0), "-0.0");
    EXPECT_EQ(python_number(0.0001), "0.0001");
    EXPECT_EQ(python_number(0.00001), "1e-05");
    EXPECT_EQ(python_number(1e15), "1000000000000000.0");
    EXPECT_EQ(python_number(1e16), "1e+16");
    EXPECT_EQ(python_number(1.5e300), "1.5e+300");
}

}  // namespace
}  // namespace parley::audit
