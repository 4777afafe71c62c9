#include "audit/page/perform.hpp"

#include "audit/page/action_reader.hpp"
#include "audit/testing/browser_fixture.hpp"
#include "audit/testing/scripted_site.hpp"
#include "base/temporary_folder.hpp"
#include "base/whole_file.hpp"

namespace parley::audit {
namespace {

struct Perform : testing::browser_fixture {
    page_plan plan;

    result<std::size_t> perform_all(std::initializer_list<const char*> steps, std::size_t first = 0)
    {
        return perform_until(soon(), steps, first);
    }

    result<std::size_t> perform_until(deadline until, std::initializer_list<const char*> steps,
                                      std::size_t first = 0)
    {
        plan.actions.clear();
        for (const auto* each : steps) {
            auto step = read_action(each);
            if (!step) return step.error();
            plan.actions.push_back(*std::move(step));
        }
        return run(perform(*page, plan, first, until));
    }

    std::string complaint(std::initializer_list<const char*> steps)
    {
        const auto done = perform_all(steps);
        return done ? "it was done" : done.error().detail;
    }
};

// A page that writes down what it hears.
constexpr auto recorder = R"(<!doctype html><title>r</title><script>
  const heard = [];
  const note = (event) => {
    heard.push(`${event.type}:${event.target.id}:${event.key ?? ''}${event.isTrusted ? '!' : ''}`);
    document.title = heard.join(' ');
  };
  for (const type of ['click', 'input', 'change', 'keydown']) addEventListener(type, note, true);
</script>)";

TEST_F(Perform, ClicksAsAPersonDoes)
{
    ASSERT_TRUE(
        show_html(std::string(recorder) + "<div style='height:3000px'></div><button id=far>Far</button>"));
    const auto done = perform_all({"click element #far"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.title"), "click:far:!");
}

TEST_F(Perform, WaitsForWhatIsClickedToComeAndToStandStill)
{
    ASSERT_TRUE(show_html(std::string(recorder) + R"(<style>@keyframes come { from { left: 0 } }
      #late { position: absolute; left: 300px; animation: come .2s linear }</style><script>
      setTimeout(() => { document.body.innerHTML = '<button id=late>x'; }, 100);</script><body>)"));
    const auto done = perform_all({"click #late"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.title"), "click:late:!");
}

TEST_F(Perform, SetsFieldsSoThatFrameworksNotice)
{
    // As React does: the page's own setter swallows what scripts write.
    ASSERT_TRUE(show_html(std::string(recorder) + R"(<input id=name><textarea id=more></textarea>
      <select id=size><option value=s>Small<option value=l>Large</select><div id=rich contenteditable></div>
      <script>Object.defineProperty(document.getElementById('name'), 'value', {get: () => '', set() {}});
      </script>)"));
    const auto done = perform_all({"set field #name to Ada \"A\" L.", "set field #more to two words",
                                   "set field #size to Large", "set field #rich to bold"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.querySelector('#name').value"), "Ada \"A\" L.");
    EXPECT_EQ(in_page("document.querySelector('#more').value"), "two words");
    EXPECT_EQ(in_page("document.querySelector('#size').value"), "l");
    EXPECT_EQ(in_page("document.querySelector('#rich').textContent"), "bold");
    EXPECT_EQ(in_page("document.title"),
              "input:name: change:name: input:more: change:more: input:size: change:size: input:rich: "
              "change:rich:");
}

TEST_F(Perform, ClearsAndChecksFields)
{
    ASSERT_TRUE(
        show_html(R"(<input id=a value=old><input type=checkbox id=b><input type=checkbox id=c checked>
      <input type=checkbox id=d checked>)"));
    const auto done = perform_all({"clear field #a", "check field #b", "uncheck field #c", "check field #d"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("[...document.querySelectorAll('input')].map((e) => e.value + e.checked)"),
              "false,ontrue,onfalse,ontrue");
}

TEST_F(Perform, PressesKeysThatMoveTypeAndSend)
{
    ASSERT_TRUE(show_html(std::string(recorder) +
                          "<form onsubmit='event.preventDefault(); document.title = query.value'>"
                          "<input id=query autofocus><button id=go>Go</button></form>"));
    auto done = perform_all({"click #query", "press h", "press Shift+i", "press Tab"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.activeElement.id"), "go");
    done = perform_all({"press Shift+Tab", "press Enter"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.title"), "hI");
}

TEST_F(Perform, WaitsForElementsAndEvents)
{
    ASSERT_TRUE(show_html(R"(<p id=there>x</p><p id=old>x</p><p id=shy style="display:none">x</p><script>
      setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<p id=new>x</p>'), 60);
      setTimeout(() => { shy.style.display = 'block'; there.hidden = true; }, 120);
      setTimeout(() => document.getElementById('old').remove(), 240);
      setInterval(() => shy.dispatchEvent(new CustomEvent('ready')), 50);</script>)"));
    const auto done = perform_all({"wait for element #new to be added", "wait for element #shy to be visible",
                                   "wait for element #there to be hidden",
                                   "wait for element #old to be removed", "wait for #shy to emit ready"});
    EXPECT_TRUE(done) << done.error().detail;
}

TEST_F(Perform, StopsWhereTheStateOfThePageIsToBeAudited)
{
    ASSERT_TRUE(show_html("<input id=a><input id=b>"));
    const std::initializer_list<const char*> steps = {"set field #a to 1", "audit as first",
                                                      "set field #b to 2"};
    ASSERT_EQ(perform_all(steps).value(), 1U);
    EXPECT_EQ(in_page("document.querySelector('#b').value"), "");
    ASSERT_EQ(perform_all(steps, 2).value(), 3U);
    EXPECT_EQ(in_page("document.querySelector('#b').value"), "2");
}

TEST_F(Perform, SaysWhichStepFailedAndWhy)
{
    ASSERT_TRUE(show_html(R"(<button id=off disabled>x</button><input id=fixed readonly><input id=box
      type=checkbox><select id=list><option>1</select><p id=text>x</p>
      <div id=under style="position:absolute;top:200px">x</div>
      <div class="veil big" style="position:absolute;inset:190px 0 0 0">x</div>)"));
    plan.limits.page = std::chrono::seconds(1);
    const auto after = [this](const char* step) {
        const auto done = perform_until(deadline_after(std::chrono::milliseconds(500)), {step});
        return done ? "it was done" : done.error().detail;
    };
    EXPECT_EQ(after("click element #none"), "action 1, `click element #none`: no element matches");
    EXPECT_EQ(after("click #off"), "action 1, `click #off`: the element is disabled");
    EXPECT_EQ(after("click #under"), "action 1, `click #under`: <div class=\"veil big\"> covers the element");
    EXPECT_EQ(after("click element [["),
              "action 1, `click element [[`: it has no CSS selector that the browser can read");
    EXPECT_EQ(after("set field #fixed to hunter2"),
              "action 1, `set field #fixed to …`: the field is read-only");
    EXPECT_EQ(after("set field #box to hunter2"),
              "action 1, `set field #box to …`: the field is no field for text, but a checkbox");
    EXPECT_EQ(after("set field #list to hunter2"),
              "action 1, `set field #list to …`: the list has no such option");
    EXPECT_EQ(after("check field #text"), "action 1, `check field #text`: <p id=\"text\"> cannot be checked");
    EXPECT_EQ(after("wait for element #text to be removed"),
              "action 1, `wait for element #text to be removed`: the element is still there");
    EXPECT_EQ(after("wait for #text to emit done"),
              "action 1, `wait for #text to emit done`: the element did not emit it");
    EXPECT_NE(after("press Entr").find("there is no key Entr"), std::string::npos);
}

TEST_F(Perform, NamesTheStepThatFailedBehindOthers)
{
    ASSERT_TRUE(show_html("<input id=a>"));
    testing::scripted_site closed(loop, {});
    closed.close();
    const auto step = "navigate to http://u:hunter2@127.0.0.1:" + closed.port() + "/";
    EXPECT_EQ(complaint({"set field #a to 1", step.c_str()}),
              "action 2, `navigate to " + closed.origin() + "/`: its host refused the connection (" +
                  (testing::is_firefox() ? "NS_ERROR_CONNECTION_REFUSED" : "net::ERR_CONNECTION_REFUSED") +
                  ")");
}

TEST_F(Perform, NamesTheLineOfAStepOfAFile)
{
    plan.actions = read_actions("# first\n\npress Entr\n", "steps.txt").value();
    const auto done = run(perform(*page, plan, 0, deadline_after(std::chrono::seconds(10))));
    EXPECT_EQ(done.error().detail.find("steps.txt:3, `press Entr`: there is no key Entr"), 0U)
        << done.error().detail;
}

TEST_F(Perform, KeepsAPictureOfTheWholePage)
{
    const temporary_folder folder;
    const auto file = folder.path / "page.png";
    ASSERT_TRUE(show_html("<div style='height:2000px'>x</div>"));
    const auto step = "screen capture " + file.string();
    const auto done = perform_all({step.c_str()});
    ASSERT_TRUE(done) << done.error().detail;
    const auto png = read_whole_file(file);
    ASSERT_TRUE(png) << png.error().detail;
    ASSERT_TRUE(png->starts_with("\x89PNG\r\n"));
    EXPECT_GT((static_cast<unsigned char>((*png)[22]) << 8U) + static_cast<unsigned char>((*png)[23]), 1999U);
    EXPECT_NE(
        complaint({"screen capture /nowhere/at/all.png"}).find("cannot write /nowhere/at/all.png: No such"),
        std::string::npos);
}

TEST_F(Perform, FollowsWhereAStepLeads)
{
    testing::scripted_site site(loop, [](const testing::site_request& asked) -> testing::site_answer {
        if (asked.path == "/") return {"<a id=next href=/second?q=1>x</a>"};
        if (asked.path == "/gone") return {"<p>gone</p>", "404 Not Found"};
        if (asked.path == "/second?q=1")
            return {
                "<form action=/third><input name=q id=q></form><a id=lost href=/gone>x</a><script>"
                "setTimeout(() => { location.hash = 'top'; }, 50)</script>"};
        return {"<p id=end>" + asked.path + "</p>"};
    });
    ASSERT_TRUE(show(site.origin() + "/"));
    auto done = perform_all({"click #next", "wait for path to be /second", "wait for fragment to be top",
                             "click #q", "press x", "press Enter", "wait for url to not be /second?q=1"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.querySelector('#end').textContent"), "/third?q=x");

    done = perform_all({"navigate to /second?q=1"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(complaint({"click #lost"}),
              "action 1, `click #lost`: it led to a page that was answered with status 404");
    plan.errors = http_errors::audited;
    done = perform_all({"navigate to /second?q=1", "click #lost"});
    EXPECT_TRUE(done) << done.error().detail;
}

TEST_F(Perform, WaitsForTheDocumentThatASlowHostSends)
{
    testing::scripted_site site(loop, [](const testing::site_request& asked) -> testing::site_answer {
        if (asked.path == "/")
            return {"<a id=next href=/slow>x</a><a id=here href=#here>x</a><a id=none href=/none>x</a>"};
        if (asked.path == "/none") return {"", "204 No Content"};
        return {.body = "<p>late</p>", .after = std::chrono::milliseconds(300)};
    });
    ASSERT_TRUE(show(site.origin() + "/"));
    auto done = perform_all({"click #here", "wait for fragment to be #here", "click #none"});
    ASSERT_TRUE(done) << done.error().detail;
    done = perform_all({"click #next"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(in_page("document.body.textContent"), "late");
}

}  // namespace
}  // namespace parley::audit
