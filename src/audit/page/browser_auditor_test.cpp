#include "audit/page/browser_auditor.hpp"

#include "audit/page/action_reader.hpp"
#include "audit/testing/audited_site.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

class BrowserAuditor : public AuditedSite {
protected:
    // What each browser calls the cause.
    static std::string in_words(const char* chromium, const char* firefox)
    {
        return testing::is_firefox() ? firefox : chromium;
    }
};

TEST_F(BrowserAuditor, AuditsAFile)
{
    const temporary_folder pages_on_disk;
    const auto file = pages_on_disk.path / "page.html";
    std::ofstream(file) << sound_page(bad_image);
    const auto outcome = audit({.address = "file://" + file.string()});
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    EXPECT_EQ(outcome.variant, std::string(name_of(options.kind)) + " light 1280x720");
    EXPECT_EQ(outcome.visit.frames_seen, 1U);
    EXPECT_EQ(outcome.visit.title, "Page");
    EXPECT_EQ(outcome.visit.browser.find(testing::is_firefox() ? "Firefox " : "Chromium "), 0U);
    EXPECT_EQ(outcome.results->engine_version, browser->engine_version());
}

TEST_F(BrowserAuditor, UsesATabAgainOnlyWhenNothingIsLeftInIt)
{
    const auto text = [](const std::string& script) {
        return served_page{sound_page("<p>Text</p>", "<script>" + script + "</script>")};
    };
    pages["/"] = pages["/other"] = text(
        "document.title = [history.length, sessionStorage.a, localStorage.a, name, document.cookie].join()");
    pages["/keeps"] = text("sessionStorage.a = 1");
    pages["/named"] = text("name = 'a'");
    pages["/stores"] = text("localStorage.a = 1; document.cookie = 'a=1'");
    pages["/opens"] = text("open('about:blank')");
    const auto visited = [this](const std::string& path) {
        const auto title = audited(path).visit.title;
        EXPECT_EQ(title.substr(1), ",,,,") << "something is left for " << path;
        return testing::is_firefox() ? 0 : title[0] - '0';  // there it differs from one new tab to the next
    };
    audited("/keeps");  // the tab that a test before left
    const auto in_new_tab = visited("/");
    EXPECT_EQ(visited("/other"), testing::is_firefox() ? 0 : in_new_tab + 1);
    for (const auto* leaving : {"/keeps", "/named", "/opens"}) {
        EXPECT_EQ(violations_of(audited(leaving)), "");
        EXPECT_EQ(visited("/other"), in_new_tab) << leaving;
    }
    EXPECT_EQ(violations_of(audited("/stores")), "");
    visited("/other");
    EXPECT_EQ(violations_of(audited("/other#there")), "") << "it is loaded, not only scrolled";
    EXPECT_EQ(violations_of(audited("")), "");
    EXPECT_EQ(violations_of(audited("/#/there")), "") << "that, too";
}

TEST_F(BrowserAuditor, LetsWorkersOfAPageRun)
{
    pages["/"] = {
        sound_page("<script>const work = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));"
                   "work.onmessage = () => { document.querySelector('h1').id = 'worked'; };</script>")};
    EXPECT_EQ(violations_of(audited("/", {.wait_for = "#worked"})), "");
}

TEST_F(BrowserAuditor, FindsNothingOnASoundPageAndSaysWhereItCameFrom)
{
    pages["/"] = {"/there", 302};
    pages["/there"] = {sound_page("<p>Text</p>")};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "");
    EXPECT_EQ(outcome.visit.address, at("/there"));
    EXPECT_EQ(outcome.visit.status, 200);
}

TEST_F(BrowserAuditor, NamesWhatToInstallWithoutABrowser)
{
    options.path = "/no/such/browser";
    const auto outcome = audited("/");
    ASSERT_FALSE(outcome.results);
    EXPECT_EQ(outcome.results.error().code, errc::not_found);
    const auto* package = testing::is_firefox() ? "apt install firefox-esr" : "apt install chromium";
    EXPECT_NE(outcome.results.error().detail.find(package), std::string::npos);
}

TEST_F(BrowserAuditor, SaysWhatABrowserSaidThatEndedAtOnce)
{
    const temporary_folder programs;
    options.path = (programs.path / "browser").string();
    std::ofstream(options.path) << "#!/bin/sh\necho no display >&2\nexit 1\n";
    std::filesystem::permissions(options.path, std::filesystem::perms::owner_all);
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "not audited: the browser ended at once: no display");
}

TEST_F(BrowserAuditor, DoesNotAuditAnErrorAnswerUnlessItIsWanted)
{
    pages["/"] = {sound_page(bad_image), 404};
    auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "not audited: it answered with status 404");
    EXPECT_EQ(outcome.visit.status, 404);
    EXPECT_EQ(violations_of(audited("/", {.errors = http_errors::audited})), "image-alt 1");

    pages["/"] = {"", 500};
    EXPECT_EQ(violations_of(audited("/")), "not audited: it answered with status 500");
}

TEST_F(BrowserAuditor, DoesNotAuditTheBrowsersOwnErrorPages)
{
    auto outcome = audit({.address = at_closed_port("127.0.0.1")});
    EXPECT_EQ(violations_of(outcome),
              "not audited: its host refused the connection (" +
                  in_words("net::ERR_CONNECTION_REFUSED", "NS_ERROR_CONNECTION_REFUSED") + ")");
    EXPECT_EQ(outcome.results.error().code, errc::unreachable);
    EXPECT_EQ(violations_of(audit({.address = "file:///no/such/page.html"})),
              "not audited: there is no such file (" +
                  in_words("net::ERR_FILE_NOT_FOUND", "NS_ERROR_FILE_NOT_FOUND") + ")");
    outcome = audit({.address = "http://no-such-host.invalid/"});
    ASSERT_FALSE(outcome.results);
    EXPECT_EQ(outcome.results.error().code, errc::unreachable);

    pages["/"] = {.body = "", .how = served_page::resets};
    outcome = audited("/");
    ASSERT_FALSE(outcome.results);
    EXPECT_EQ(outcome.results.error().code, errc::unreachable);
}

TEST_F(BrowserAuditor, DoesNotAuditWhatIsNoPage)
{
    pages["/text"] = {"text", 200, "text/plain"};
    pages["/archive"] = {"PK", 200, "application/zip"};
    pages["/attached"] = {sound_page(""), 200, "text/html", "attachment; filename=page.html"};
    EXPECT_EQ(violations_of(audited("/text")), "not audited: it is text/plain, not HTML");
    EXPECT_EQ(violations_of(audited("/archive")), "not audited: it is a file to download, not a page");
    EXPECT_EQ(violations_of(audited("/attached")), "not audited: it is a file to download, not a page");
}

TEST_F(BrowserAuditor, GivesUpOnAHostThatDoesNotAnswerAndGoesOn)
{
    pages["/"] = {.body = "", .how = served_page::hangs};
    pages["/image"] = {.body = "", .how = served_page::hangs};
    pages["/loads"] = {sound_page("<img alt='' src=/image>")};
    pages["/next"] = {sound_page("")};
    const page_limits short_ones{.navigation = 500ms};
    EXPECT_EQ(violations_of(audited("/", {.limits = short_ones})),
              "not audited: its host did not answer in time");
    EXPECT_EQ(violations_of(audited("/loads", {.limits = short_ones})),
              "not audited: it did not finish loading in time");
    EXPECT_EQ(violations_of(audited("/next")), "");
}

TEST_F(BrowserAuditor, EndsAScriptThatNeverEndsAndGoesOn)
{
    pages["/"] = {sound_page("<script>for (;;);</script>")};
    pages["/later"] = {
        sound_page("<script>addEventListener('load', () => setTimeout(() => { for (;;); }))"
                   "</script>")};
    pages["/next"] = {sound_page("")};
    EXPECT_EQ(violations_of(audited("/", {.limits = {.navigation = 1500ms}})),
              "not audited: it did not finish loading in time");
    EXPECT_EQ(violations_of(audited("/later", {.limits = {.page = 2500ms}})),
              "not audited: a script kept it busy: nothing else could run in it");
    EXPECT_EQ(violations_of(audited("/next")), "");
}

TEST_F(BrowserAuditor, SaysThatAPageCrashedAndGoesOn)
{
    pages["/"] = {sound_page("<img alt='' src=/crash>")};
    pages["/crash"] = {.body = "", .how = served_page::hangs, .on_request = [this] {
                           kill_browser(part_of_browser::pages);
                       }};
    pages["/next"] = {sound_page("")};
    EXPECT_EQ(violations_of(audited("/")), "not audited: the page crashed");
    EXPECT_EQ(violations_of(audited("/next")), "");
}

TEST_F(BrowserAuditor, StartsACrashedBrowserAgainAndTriesThePageOnceMore)
{
    int crashes = 1;
    pages["/"] = {sound_page(std::string(bad_image) + "<img alt='' src=/crash>")};
    pages["/crash"] = {.body = "", .on_request = [&] {
                           if (crashes-- > 0) kill_browser(part_of_browser::whole);
                       }};
    auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    ASSERT_FALSE(outcome.visit.notes.empty());
    EXPECT_EQ(outcome.visit.notes[0], "the browser crashed and was started again");

    crashes = 2;
    outcome = audited("/");
    ASSERT_FALSE(outcome.results);
    EXPECT_EQ(outcome.results.error().code, errc::closed);
    EXPECT_EQ(outcome.visit.notes[0], "the browser crashed twice");
    EXPECT_EQ(violations_of(audited("/")), "image-alt 1");
}

TEST_F(BrowserAuditor, AnswersDialogs)
{
    pages["/"] = {
        sound_page("<script>alert(1); if (confirm(2)) prompt(3);"
                   "addEventListener('load', () => alert(4)); setInterval(() => alert(5), 50)"
                   "</script>")};
    EXPECT_EQ(violations_of(audited("/")), "");
}

TEST_F(BrowserAuditor, AnswersDialogsOfWindowsThatAPageOpens)
{
    pages["/"] = {sound_page("<button onclick=\"window.open('/other')\">Open</button>")};
    pages["/other"] = {
        sound_page("<script>alert(1); opener.document.body.id = 'opened';"
                   "setInterval(() => alert(2), 50)</script>")};
    const auto steps = read_actions("click element button\nwait for element #opened to be added", "steps");
    const page_limits short_ones{.page = 10s};
    EXPECT_EQ(violations_of(audited("/", {.actions = steps.value(), .limits = short_ones})), "");
}

TEST_F(BrowserAuditor, GoesFromPageToPageThatShowDialogs)
{
    std::string steps;
    for (const auto* path : {"/", "/1", "/2", "/3", "/4", "/5", "/6"}) {
        pages[path] = {sound_page("<script>setInterval(() => alert(1), 30)</script>")};
        steps += "navigate to " + at(path) + "\n";
    }
    pages["/end"] = {sound_page(bad_image)};
    steps += "navigate to " + at("/end");
    const auto actions = read_actions(steps, "steps");
    EXPECT_EQ(violations_of(audited("/", {.actions = actions.value()})), "image-alt 1");
    EXPECT_EQ(violations_of(audited("/")), "");
    EXPECT_EQ(violations_of(audited("/end")), "image-alt 1");
}

TEST_F(BrowserAuditor, IsNotToldLiesByThePagesScripts)
{
    pages["/"] = {sound_page(bad_image,
                             "<script>JSON.stringify = () => '{}'; Array.prototype.toJSON = () => 'x';"
                             "Promise = undefined; Object.freeze(window.axe = {}); window.define = () => {};"
                             "define.amd = true; document.querySelectorAll = () => [];</script>")};
    EXPECT_EQ(violations_of(audited("/")), "image-alt 1");
}

TEST_F(BrowserAuditor, WorksUnderAStrictPolicy)
{
    pages["/"] = {sound_page(bad_image,
                             "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
                             "require-trusted-types-for 'script'; trusted-types 'none'\">")};
    EXPECT_EQ(violations_of(audited("/")), "image-alt 1");
}

TEST_F(BrowserAuditor, WaitsForLateContent)
{
    pages["/"] = {
        sound_page("<div id=late></div><script>let n = 0; const fill = () => { late.innerHTML += "
                   "'<img src=\"data:,\">'; if (++n < 6) setTimeout(fill, 60); };"
                   "setTimeout(fill, 60)</script>")};
    EXPECT_EQ(violations_of(audited("/")), "image-alt 6");
    pages["/"] = {
        sound_page("<div id=late></div><script>setTimeout(() => { late.innerHTML = "
                   "'<img src=\"data:,\">' }, 700)</script>")};
    EXPECT_EQ(violations_of(audited("/", {.wait_for = "#late img"})), "image-alt 1");
    EXPECT_EQ(violations_of(audited("/", {.delay = 1000ms})), "image-alt 1");
    EXPECT_EQ(violations_of(audited("/", {.wait_for = "#never", .limits = {.page = 2000ms}})),
              "not audited: no element matched #never in time");
    EXPECT_EQ(violations_of(audited("/", {.wait_for = "a["})).find("not audited: cannot wait for a["), 0U);
}

TEST_F(BrowserAuditor, AuditsAPageThatNeverBecomesQuietAndSaysSo)
{
    pages["/"] = {sound_page("<p id=clock>0</p><script>setInterval(() => clock.textContent++, 20)</script>")};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "");
    ASSERT_EQ(outcome.visit.notes.size(), 1U);
    EXPECT_EQ(outcome.visit.notes[0], "it kept changing: audited as it was after 3 s");
}

TEST_F(BrowserAuditor, LooksAgainAtAPageThatWentElsewhere)
{
    pages["/"] = {sound_page("",
                             "<script>addEventListener('load', () => setTimeout(() => "
                             "location = '/there', 50))</script>")};
    pages["/there"] = {sound_page(bad_image)};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    EXPECT_EQ(outcome.visit.address, at("/there"));
    pages["/there"] = {sound_page(bad_image), 404};
    EXPECT_EQ(violations_of(audited("/")), "not audited: it answered with status 404");
}

TEST_F(BrowserAuditor, GivesUpOnAPageThatGoesElsewhereForEver)
{
    pages["/"] = {sound_page("",
                             "<script>addEventListener('load', () => setTimeout(() => "
                             "location.reload(), 50))</script>")};
    EXPECT_EQ(violations_of(audited("/")),
              "not audited: it went to another document while it was audited, twice");
}

TEST_F(BrowserAuditor, ShowsThePageAsAsked)
{
    pages["/"] = {sound_page(
        "<p id=said></p><script>const is = (query) => matchMedia(query).matches; said.textContent = "
        "[innerWidth, innerHeight, is('(prefers-color-scheme: dark)'), is('(prefers-reduced-motion: "
        "reduce)'),"
        "is('(forced-colors: active)'), navigator.language, document.hidden].join(); document.title = "
        "said.textContent</script>")};
    EXPECT_EQ(audited("/").visit.title, "1280,720,false,true,false,en-US,false");
    const page_view other{.width = 390,
                          .height = 844,
                          .scheme = color_scheme::dark,
                          .moving = motion::full,
                          .palette = colors::forced,
                          .locale = "de-DE"};
    EXPECT_EQ(audited("/", {.view = other}).visit.title, "390,844,true,false,true,de-DE,false");
}

TEST_F(BrowserAuditor, FindsWhatOnlyADarkOrNarrowPageHas)
{
    pages["/"] = {
        sound_page("<p class=a>Text</p>",
                   "<style>@media (prefers-color-scheme: dark) { .a { color: #777; background: #666 } }"
                   "</style>")};
    EXPECT_EQ(violations_of(audited("/")), "");
    EXPECT_EQ(violations_of(audited("/", {.view = {.scheme = color_scheme::dark}})), "color-contrast 1");
}

TEST_F(BrowserAuditor, EndsAnimationsBeforeItLooks)
{
    pages["/"] = {sound_page("<p class=a>Text</p><p class=b>Text</p>",
                             "<style>@keyframes in { from { color: #fff } to { color: #000 } }"
                             "@keyframes off { from { color: #fff } to { color: #eee } }"
                             ".a { animation: in 60s both } .b { animation: off 1s infinite }</style>")};
    EXPECT_EQ(violations_of(audited("/", {.view = {.moving = motion::full}})), "");
}

TEST_F(BrowserAuditor, AsksOnlyWhatItIsTold)
{
    pages["/"] = {
        sound_page(std::string("<div id=a>") + bad_image + "</div><div id=b>" + bad_image + "<input></div>")};
    EXPECT_EQ(violations_of(audited("/")), "image-alt 2, label 1");
    EXPECT_EQ(violations_of(audited("/", {.context = R"({"include":[["#a"]]})"})), "image-alt 1");
    EXPECT_EQ(violations_of(audited("/", {.options = R"({"runOnly":["label"]})"})), "label 1");
    EXPECT_EQ(violations_of(audited("/", {.context = "{"})), "not audited: the context for axe is no JSON");
    EXPECT_EQ(violations_of(audited("/", {.options = "[]"})),
              "not audited: the options for axe are no JSON object");
}

TEST_F(BrowserAuditor, CallsNothingCleanWhenNoRuleHasRun)
{
    pages["/"] = {sound_page(bad_image)};
    const auto outcome = audited("/", {.options = R"({"runOnly":{"type":"tag","values":["wcag2x"]}})"});
    EXPECT_EQ(violations_of(outcome).find("not audited: no rule of axe has run"), 0U)
        << violations_of(outcome);
}

TEST_F(BrowserAuditor, KeepsNothingFromOnePageToTheNext)
{
    pages["/"] = {
        sound_page("<script>document.title = document.cookie + localStorage.getItem('a');"
                   "document.cookie = 'b=c'; localStorage.setItem('a', 'd')</script>")};
    EXPECT_EQ(audited("/").visit.title, "null");
    EXPECT_EQ(audited("/").visit.title, "null");
}

TEST_F(BrowserAuditor, DoesNotWaitForDeadMedia)
{
    pages["/video"] = {.body = "", .how = served_page::hangs};
    pages["/"] = {sound_page("<video autoplay preload=none src=/video><track kind=captions></video>")};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "");
    EXPECT_LT(outcome.took, 9s);
}

}  // namespace
}  // namespace parley::audit
