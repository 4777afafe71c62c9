#include "audit/report/junit.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(result<page_results> results)
{
    return {.page = "a?b=1&c=2",
            .variant = "chromium",
            .file = "",
            .results = std::move(results),
            .took = std::chrono::milliseconds(1250)};
}

TEST(JunitReport, HasACasePerRuleThatRan)
{
    auto page = page_with({violation_of("image-alt", impact::critical, 1)});
    page.incomplete.push_back(violation_of("color-contrast", impact::serious, 3));
    page.passes.push_back(violation_of("html-has-lang", impact::none, 1));
    EXPECT_EQ(junit_report(std::vector{outcome_of(page)}),
              R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="a?b=1&amp;c=2 (chromium)" tests="3" failures="1" errors="0" skipped="1" time="1.250">
    <properties>
      <property name="total of impact critical" value="1"/>
      <property name="total of impact serious" value="0"/>
      <property name="total of impact moderate" value="0"/>
      <property name="total of impact minor" value="0"/>
      <property name="total of impact none" value="0"/>
      <property name="total of rule image-alt" value="1"/>
    </properties>
    <testcase name="What to do" classname="image-alt">
      <failure message="What it asks for: 1 element" type="critical">p
  &lt;p&gt;&lt;/p&gt;
  It is wrong
https://help.example/</failure>
    </testcase>
    <testcase name="What to do" classname="color-contrast">
      <skipped message="axe cannot tell: look at 3 of its elements"/>
    </testcase>
    <testcase name="What to do" classname="html-has-lang"/>
  </testsuite>
</testsuites>
)xml");
}

TEST(JunitReport, CountsAPageThatWasNotAuditedAsAnError)
{
    const auto xml = junit_report(std::vector{outcome_of(error{errc::unreachable, "connection refused"})});
    EXPECT_NE(xml.find("<testsuites tests=\"1\" failures=\"0\" errors=\"1\""), std::string::npos);
    EXPECT_NE(xml.find("<error message=\"not audited: connection refused\" type=\"unreachable\"/>"),
              std::string::npos);
}

TEST(JunitReport, HoldsNoCharacterThatXmlForbids)
{
    auto page = page_with({violation_of("r", impact::minor, 1)});
    page.violations[0].nodes[0].html = "<b>\x01\x1B</b>]]>";
    const auto xml = junit_report(std::vector{outcome_of(page)});
    EXPECT_NE(xml.find("&lt;b&gt;\uFFFD\uFFFD&lt;/b&gt;]]&gt;"), std::string::npos);
}

TEST(JunitReport, SaysWhatThePageWasAuditedWith)
{
    auto page = outcome_of(golden_page());
    page.visit.browser = "Chromium 140";
    const auto xml = junit_report(std::vector{page, page});
    EXPECT_NE(xml.find("<properties>\n      <property name=\"browser\" value=\"Chromium 140\"/>\n"
                       "      <property name=\"axe-core\" value=\"4.14.1\"/>\n    </properties>\n"),
              std::string::npos)
        << xml;
    EXPECT_EQ(xml.find("total of impact"), xml.rfind("total of impact critical"));
    EXPECT_GT(xml.find("total of rule "), xml.rfind("<testsuite "));
}

TEST(JunitReport, SaysWhatAxeAsksFor)
{
    auto page = page_with({violation_of("r", impact::minor, 1)});
    page.violations[0].nodes[0].failure_summary = "Fix any of the following:\n  It has no name";
    const auto xml = junit_report(std::vector{outcome_of(page)});
    EXPECT_NE(xml.find("\n  Fix any of the following:\n    It has no name\nhttps://help.example/</failure>"),
              std::string::npos)
        << xml;
    EXPECT_EQ(xml.find("It is wrong"), std::string::npos);
}

}  // namespace
}  // namespace parley::audit
