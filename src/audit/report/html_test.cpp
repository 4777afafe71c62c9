#include "audit/report/html.hpp"

#include "audit/golden_page.hpp"

#include <gtest/gtest.h>

namespace parley::audit {
namespace {

page_outcome outcome_of(std::string page, result<page_results> results)
{
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results)};
}

std::string html_of(page_results page)
{
    return html_report(std::vector{outcome_of("a.html", std::move(page))});
}

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

TEST(HtmlReport, ShowsPagesAndRules)
{
    const auto html = html_of(page_with({violation_of("image-alt", impact::critical, 2)}));
    EXPECT_TRUE(holds(html, "<h3 id=\"page-1\">a.html</h3>"));
    EXPECT_TRUE(holds(html, "<details class=\"critical\" open>"));
    EXPECT_TRUE(holds(html, "<a href=\"https://help.example/\">How to fix image-alt</a>"));
    EXPECT_TRUE(holds(html, "<li><a href=\"#page-1\">a.html</a>: 2 elements</li>"));
    EXPECT_TRUE(holds(html, "<li>by impact: critical 2</li>"));
}

TEST(HtmlReport, NeedsNothingElse)
{
    auto page = golden_page();
    for (auto& each : page.violations) each.help_url.clear();
    const auto html = html_of(std::move(page));
    for (const auto* part : {"<script", "<link", "<img", "url(", "@import", "href=\"http"})
        EXPECT_FALSE(holds(html, part)) << part;
}

TEST(HtmlReport, HoldsNothingOfAPageButText)
{
    auto page = page_with({violation_of("<b>", impact::minor, 1)});
    auto& found = page.violations[0];
    found.help = found.description = "</main><script>1</script>";
    found.help_url = "javascript:alert(1)";
    found.nodes[0] = {{"\"><img>"}, "</pre><script>2</script>", {"<i>"}, ""};
    const auto html = html_of(std::move(page));
    EXPECT_FALSE(holds(html, "<script"));
    EXPECT_FALSE(holds(html, "<img"));
    EXPECT_FALSE(holds(html, "javascript:"));
    EXPECT_FALSE(holds(html, "<i>"));
    EXPECT_TRUE(holds(html, "&lt;/pre&gt;&lt;script&gt;2"));
}

TEST(HtmlReport, SaysWhichPagesAndFramesWereNotAudited)
{
    auto page = outcome_of("b", page_with({}));
    page.visit.frames_unseen = {{"#ad", "", "did not answer"}};
    const auto html =
        html_report(std::vector{outcome_of("a", error{errc::unreachable, "connection refused"}), page});
    EXPECT_TRUE(holds(html, "Not audited: connection refused"));
    EXPECT_TRUE(holds(html, "<code>#ad</code> did not answer"));
    EXPECT_TRUE(holds(html, "1 page audited, 1 NOT audited"));
}

TEST(HtmlReport, ShowsThePictureOfAnElement)
{
    auto page = outcome_of("b", page_with({violation_of("r", impact::minor, 1)}));
    page.visit.pictures = {{.target = "p", .png = "iVBORw0="}};
    EXPECT_TRUE(holds(html_report(std::vector{page}),
                      "<img src=\"data:image/png;base64,iVBORw0=\" alt=\"How p looks\">"));
}

TEST(HtmlReport, SaysWhyThereIsNoPicture)
{
    auto page = outcome_of("b", page_with({violation_of("r", impact::minor, 1)}));
    page.visit.pictures = {{.target = "p", .reason = "it is not to be seen"}};
    page.visit.pictures_left_out = 2;
    const auto html = html_report(std::vector{page});
    EXPECT_TRUE(holds(html, "<p>No picture: it is not to be seen</p>"));
    EXPECT_TRUE(holds(html, "Of 2 elements more there is no picture"));
    EXPECT_FALSE(holds(html, "<img"));
}

TEST(HtmlReport, SaysWhatThePagesWereAuditedWith)
{
    auto page = outcome_of("a", golden_page());
    page.visit.browser = "Chromium 140";
    const auto html = html_report(std::vector{page});
    const auto said = html.find("<p>Audited with axe-core 4.14.1 in Chromium 140.</p>");
    EXPECT_LT(said, html.find("</header>"));
}

}  // namespace
}  // namespace parley::audit
