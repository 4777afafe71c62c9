#include "audit/page/visit_of_page.hpp"

#include "audit/testing/audited_site.hpp"

namespace parley::audit {
namespace {

class VisitOfPage : public AuditedSite {};

// What comes in steps, one asked for by the other, is not there when the document has loaded.
TEST_F(VisitOfPage, WaitsUntilTheNetworkIsIdleWhenAsked)
{
    int asked = 0;
    pages["/part"] = {.body = "part", .type = "text/plain", .on_request = [&asked] { ++asked; }};
    pages["/"] = {
        sound_page("<div id=late></div><script>(async () => {"
                   "for (let i = 0; i < 8; ++i) await (await fetch('/part?' + i)).text();"
                   "late.innerHTML = '<img src=\"data:,\">'; })()</script>")};
    const auto idle = audited("/", {.ready = wait_until::network_idle, .settle = settling::off});
    EXPECT_EQ(violations_of(idle), "image-alt 1");
    EXPECT_EQ(asked, 8);
}

TEST_F(VisitOfPage, SaysThatTheNetworkNeverWasIdle)
{
    pages["/never"] = {.body = "", .how = served_page::hangs};
    pages["/"] = {sound_page("<script>fetch('/never')</script>")};
    EXPECT_EQ(violations_of(audited("/")), "");
    const page_limits short_ones{.navigation = std::chrono::milliseconds(1500)};
    EXPECT_EQ(violations_of(audited("/", {.ready = wait_until::network_idle, .limits = short_ones})),
              "not audited: its network did not become idle in time");
}

TEST_F(VisitOfPage, WaitsNoLongerThanThePageMayTake)
{
    pages["/"] = {sound_page("")};
    const auto began = std::chrono::steady_clock::now();
    const auto late =
        audited("/", {.delay = std::chrono::minutes(10), .limits = {.page = std::chrono::seconds(4)}});
    EXPECT_EQ(violations_of(late), "not audited: the delay is longer than --timeout leaves");
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::minutes(1));
}

TEST_F(VisitOfPage, RecordsHowThePageWasShown)
{
    pages["/"] = {sound_page("")};
    const auto seen = audited("/", {.view = {.width = 390, .height = 844}}).visit;
    EXPECT_EQ(seen.viewport, "390x844");
    EXPECT_EQ(seen.scheme, "light");
}

TEST_F(VisitOfPage, LearnsWhereThePageLeadsToWhenAsked)
{
    pages["/"] = {
        sound_page("<a href=/b?c#d>b</a><a href='/a'>a</a><a href=/b?c>again</a><a href=#x>here</a>"
                   "<a href='#/route'>route</a><a href=https://elsewhere.example/>away</a>"
                   "<a href=mailto:a@b.example>mail</a><a href=/file download>file</a>")};
    EXPECT_TRUE(audited("/").visit.links.empty());
    EXPECT_EQ(audited("/", {.to_pages = links::collected}).visit.links,
              (std::vector<std::string>{at("/b?c"), at("/a"), at("/"), at("/#/route")}));
}

}  // namespace
}  // namespace parley::audit
