#include "audit/testing/audited_site.hpp"

namespace parley::audit {
namespace {

using namespace std::chrono_literals;

// Frames that hold the same have the same landmarks; that is not the matter here.
constexpr auto only_images = R"({"rules":{"landmark-unique":{"enabled":false}}})";

class Frames : public AuditedSite {
protected:
    static std::string frame(const std::string& source, const std::string& more = {})
    {
        return "<iframe title='" + source + "' src='" + source + "' " + more + "></iframe>";
    }
};

std::string unseen(const page_outcome& outcome)
{
    std::string text;
    for (const auto& each : outcome.visit.frames_unseen) text += each.reason + "\n";
    return text;
}

TEST_F(Frames, AreAuditedWhereverTheyComeFrom)
{
    pages["/inner"] = {sound_page(bad_image)};
    pages["/middle"] = {sound_page(frame("/inner") + bad_image)};
    pages["/"] = {sound_page(frame("/inner") + frame(at("/middle", "localhost")) +
                             "<iframe title=data src=\"data:text/html,<title>a</title><img src='data:,'>\">"
                             "</iframe><iframe title=doc srcdoc=\"<img src='data:,'>\"></iframe>")};
    const auto outcome = audited("/", {.options = only_images});
    EXPECT_EQ(violations_of(outcome), "image-alt 5");
    EXPECT_EQ(outcome.visit.frames_seen, 6U);
    EXPECT_EQ(unseen(outcome), "");
    std::vector<std::size_t> depths;
    for (const auto& each : outcome.results->violations.at(0).nodes) depths.push_back(each.target.size());
    EXPECT_EQ(depths, (std::vector<std::size_t>{2, 3, 2, 2, 2}));
}

TEST_F(Frames, InShadowRootsAreAuditedToo)
{
    pages["/inner"] = {sound_page(bad_image)};
    pages["/"] = {
        sound_page("<div id=host><template shadowrootmode=open>" + frame("/inner") + "</template></div>")};
    const auto outcome = audited("/", {.options = only_images});
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
}

TEST_F(Frames, InWhichNoScriptRunsAreLeftOutAndSaidUnlessTheBrowserCanLookIntoThem)
{
    pages["/inner"] = {sound_page(bad_image)};
    pages["/"] = {sound_page(frame("/inner", "sandbox") + frame("/inner"))};
    if (testing::is_firefox()) {
        const auto whole = audited("/", {.options = only_images, .limits = {.frame = 20s}});
        EXPECT_EQ(violations_of(whole), "image-alt 2");
        EXPECT_EQ(unseen(whole), "");
        return;
    }
    const auto outcome = audited("/", {.options = only_images, .limits = {.frame = 1000ms}});
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    ASSERT_EQ(outcome.visit.frames_unseen.size(), 1U) << unseen(outcome);
    EXPECT_EQ(outcome.visit.frames_unseen[0].reason,
              "it gave no results within 1000 ms; scripts may not run in it");
    EXPECT_EQ(outcome.visit.frames_unseen[0].address, at("/inner"));
    EXPECT_TRUE(is_incomplete(outcome, "frame-tested"));
}

TEST_F(Frames, ThatTakeTooLongTogetherLeaveTimeForTheResults)
{
    pages["/inner"] = {sound_page("")};
    std::string hung;
    for (int i = 0; i < 12; ++i) hung += frame("/inner", "sandbox");
    pages["/"] = {sound_page(hung + bad_image)};
    const auto outcome = audited("/", {.options = only_images, .limits = {.page = 10s, .frame = 1000ms}});
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    EXPECT_EQ(outcome.visit.frames_unseen.size(), 12U);
    EXPECT_NE(unseen(outcome).find("the time for the page was up before its turn came"), std::string::npos);
}

TEST_F(Frames, MayHoldTextThatIsNoUnicode)
{
    const std::string half =
        "<script>document.title = 'a\\ud83dz';"
        "document.querySelector('img').dataset.half = 'b\\\\\\ud800';</script>";
    pages["/inner"] = {sound_page(bad_image + half)};
    pages["/"] = {sound_page(bad_image + half + frame("/inner"))};
    const auto outcome = audited("/", {.options = only_images});
    ASSERT_EQ(violations_of(outcome), "image-alt 2");
    EXPECT_EQ(outcome.visit.title, "a\uFFFDz");
    EXPECT_NE(outcome.results->violations[0].nodes[0].html.find("data-half=\"b\\\uFFFD\""), std::string::npos)
        << outcome.results->violations[0].nodes[0].html;
}

TEST_F(Frames, OfABusySiteAreLeftOutAndSaid)
{
    pages["/busy"] = {
        sound_page("<script>addEventListener('load', () => setTimeout(() => { for (;;); }))"
                   "</script>")};
    pages["/"] = {sound_page(frame(at("/busy", "localhost")) + bad_image)};
    const auto outcome = audited("/", {.limits = {.frame = 1000ms}});
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    EXPECT_EQ(outcome.visit.frames_unseen.size(), 1U);
}

TEST_F(Frames, ThatShowAnErrorOfTheBrowserAreLeftOut)
{
    pages["/"] = {
        sound_page(frame(at_closed_port("127.0.0.1")) + frame(at_closed_port("localhost")) + bad_image)};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "image-alt 1");
    EXPECT_EQ(unseen(outcome), "it could not be loaded\nit could not be loaded\n");
}

TEST_F(Frames, ThatAreNotLoadedYetAreIncomplete)
{
    pages["/inner"] = {sound_page(bad_image)};
    pages["/"] = {sound_page("<div style='height: 20000px'>Text</div>" + frame("/inner", "loading=lazy"))};
    const auto outcome = audited("/");
    EXPECT_EQ(violations_of(outcome), "");
    EXPECT_EQ(unseen(outcome), "it has not been loaded yet\n");
    EXPECT_TRUE(is_incomplete(outcome, "frame-tested"));
}

TEST_F(Frames, CanBeLeftOutOnRequest)
{
    pages["/inner"] = {sound_page(bad_image)};
    pages["/"] = {sound_page(frame("/inner") + frame(at("/inner", "localhost")))};
    EXPECT_EQ(violations_of(audited("/", {.options = only_images})), "image-alt 2");
    EXPECT_EQ(violations_of(audited("/", {.scope = frames::same_origin, .options = only_images})),
              "image-alt 1");
    const auto outcome = audited("/", {.scope = frames::none, .options = only_images});
    EXPECT_EQ(violations_of(outcome), "");
    EXPECT_EQ(outcome.visit.frames_seen, 1U);
    EXPECT_EQ(outcome.visit.frames_unseen.size(), 2U);
}

TEST_F(Frames, CountOnlyWhereTheContextNamesThem)
{
    pages["/inner"] = {sound_page("<div id=a><img src='data:,'></div><img src='data:,'>")};
    pages["/"] = {sound_page(frame("/inner", "id=f") + bad_image)};
    EXPECT_EQ(violations_of(audited("/", {.context = R"js({"include":[["#f","#a"]]})js"})), "image-alt 1");
    EXPECT_EQ(violations_of(audited("/", {.context = R"js({"exclude":[["#f"]]})js"})), "image-alt 1");
}

TEST_F(Frames, ThatHoldThemselvesEnd)
{
    pages["/"] = {sound_page(frame("/") + frame("/"))};
    const auto outcome = audited("/", {.options = only_images});
    EXPECT_TRUE(outcome.results) << outcome.results.error().detail;
}

}  // namespace
}  // namespace parley::audit
