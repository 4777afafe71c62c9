#include "base/temporary_folder.hpp"
#include "mock/control/test_control.hpp"

#include <gtest/gtest.h>

namespace parley::mock {
namespace {

TEST(ControlPlane, ShowsTheJournalWithoutKeys)
{
    mock_state with{mock_settings{}};
    const auto entry = with.kept.begin(chat("my key is sk-" + std::string(30, 'x')));
    const auto shown = ask(with, "GET", "journal");
    EXPECT_EQ(shown.status, 200U);
    EXPECT_EQ(shown.body.find("abcdefgh"), std::string::npos);
    EXPECT_EQ(shown.body.find("xxxx"), std::string::npos);
    EXPECT_EQ(body_of(shown).at("requests").at(0).at("body").at("messages").at(0).at("content"),
              "my key is ***");
    EXPECT_TRUE(body_of(ask(with, "GET", "journal?since=1")).at("requests").as_array().empty());
    EXPECT_TRUE(body_of(ask(with, "GET", "journal?endpoint=responses")).at("requests").as_array().empty());
}

TEST(ControlPlane, ChecksWhatATestExpects)
{
    mock_state with{mock_settings{}};
    for (const auto text : {"one", "two", "one"}) with.kept.begin(chat(text));
    const auto check = [&](std::string expect) { return ask(with, "POST", "assert", std::move(expect)); };
    EXPECT_EQ(check(R"({"expect":[{"when":{"last_user":"one"},"calls":2}]})").status, 200U);
    EXPECT_EQ(check(R"({"expect":[{"when":{"last_user":"none"},"calls":0}]})").status, 200U);
    EXPECT_EQ(check(R"({"expect":[{"when":{"last_user":"one"},"at_most":1}]})").status, 409U);
    EXPECT_EQ(check(R"({"expect":[{"whn":{}}]})").status, 400U);
    const auto unsaid = check(R"({"expect":[{"name":"one","calls":2}]})");  // else it passed, as for all
    EXPECT_EQ(unsaid.status, 400U);
    EXPECT_NE(unsaid.body.find("say `when`: which requests are meant"), std::string::npos) << unsaid.body;
    EXPECT_EQ(check(R"({"expect":[{"when":{},"at_least":2}]})").status, 200U);
    const auto absent = check(R"({"expect":[{"name":"The third","when":{"last_user":"three"}}]})");
    EXPECT_EQ(absent.status, 409U);
    EXPECT_EQ(body_of(absent).at("problems").at(0),
              "The third was to come at least once, and came not at all.");

    const std::string one_two = R"({"when":{"last_user":"one"}},{"when":{"last_user":"two"}})";
    const std::string two_one_two = R"({"when":{"last_user":"two"}},{"when":{"last_user":"one"}},)";
    EXPECT_EQ(check(R"({"in_order":true,"expect":[)" + one_two + "]}").status, 200U);
    EXPECT_EQ(
        check(R"({"in_order":true,"expect":[)" + two_one_two + R"({"when":{"last_user":"two"}}]})").status,
        409U);
}

// What the journal no longer holds cannot be vouched for.
TEST(ControlPlane, FailsACheckWhenTheJournalHasForgotten)
{
    mock_settings settings;
    settings.keeping.entries_max = 1;
    mock_state with{settings};
    for (int i = 0; i < 2; ++i) with.kept.begin(chat("one"));
    const auto failed = ask(with, "POST", "assert", R"({"expect":[{"when":{"last_user":"two"},"calls":0}]})");
    EXPECT_EQ(failed.status, 409U);
    EXPECT_NE(failed.body.find("forgotten 1 requests"), std::string::npos);
}

TEST(ControlPlane, TellsWhatTheRunCameTo)
{
    mock_state with{mock_settings{}};
    ask(with, "PUT", "fixtures", std::string(one_fixture));
    const auto idle = ask(with, "GET", "verify");
    EXPECT_EQ(idle.status, 409U);
    EXPECT_EQ(body_of(idle).at("problems").at(0), "Nothing was requested at all.");
    EXPECT_EQ(body_of(idle).at("problems").at(1),
              "Fixture \"a\" was to be called once, and was called 0 times.");
    asked what;
    what.messages = {{"user", "q"}};
    with.answers.decide(what, 1);
    ++with.counts.requests;
    EXPECT_EQ(ask(with, "GET", "verify").status, 200U);
}

TEST(ControlPlane, WantsItsTokenBeyondLoopback)
{
    mock_settings settings;
    settings.control_plane = mock_settings::control::needs_token;
    mock_state closed{settings};
    EXPECT_EQ(ask(closed, "GET", "journal").status, 403U);
    EXPECT_EQ(ask(closed, "GET", "health").status, 200U);
    settings.control_token = secret("let me in");
    mock_state guarded{settings};
    EXPECT_EQ(ask(guarded, "GET", "journal").status, 401U);
    EXPECT_EQ(ask(guarded, "GET", "journal", {}, {{"X-Mock-Token", "let me ix"}}).status, 401U);
    EXPECT_EQ(ask(guarded, "GET", "journal", {}, {{"X-Mock-Token", "let me in"}}).status, 200U);
    EXPECT_EQ(ask(guarded, "GET", "journal", {}, {{"Authorization", "Bearer let me in"}}).status, 200U);
}

TEST(ControlPlane, ShowsTheNewestOfTheJournalAndRefusesWhatAQueryCannotSay)
{
    mock_state with{mock_settings{}};
    for (const auto text : {"one", "two", "three"}) with.kept.begin(chat(text));
    const auto newest = body_of(ask(with, "GET", "journal?limit=2")).at("requests").as_array();
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].at("number"), 2);
    EXPECT_EQ(newest[1].at("number"), 3);
    EXPECT_EQ(body_of(ask(with, "GET", "journal?limit=9")).at("requests").as_array().size(), 3U);
    for (const auto* query : {"limits=2", "limit=two", "matched=yes", "outcome=miss", "since="})
        EXPECT_EQ(ask(with, "GET", std::string("journal?") + query).status, 400U) << query;
    EXPECT_EQ(ask(with, "GET", "misses?matchd=true").status, 400U);
    EXPECT_EQ(ask(with, "GET", "misses?scope=a").status, 200U);
}

TEST(ControlPlane, ShowsWhatIsSetAndWritesNumbersAsPeopleDo)
{
    mock_state with{mock_settings{}};
    EXPECT_EQ(ask(with, "PUT", "latency", R"({"speed":1})").body, "{\"speed\":1}\n");
    ask(with, "PUT", "latency", R"({"speed":0.5})");
    EXPECT_EQ(ask(with, "GET", "latency").body, "{\"speed\":0.5,\"rules\":0}\n");
    ask(with, "PUT", "limits", R"({"requests":5,"window_ms":1000})");
    EXPECT_EQ(body_of(ask(with, "GET", "limits")).at("requests"), 5);
    ask(with, "PUT", "faults", R"([{"fault":{"kind":"reset"}}])");
    EXPECT_EQ(body_of(ask(with, "GET", "faults")).at("rules"), 1);
    EXPECT_EQ(body_of(ask(with, "GET", "journal")).at("requests").as_array().size(), 0U);
}

// Without its last slash it was a request that nothing answered, which failed the run.
TEST(ControlPlane, ListsItsRoutesAtItsRoot)
{
    mock_state with{mock_settings{}};
    EXPECT_TRUE(is_control_path("/__mock"));
    EXPECT_FALSE(is_control_path("/__mockery"));
    http::request without_slash;
    without_slash.method = "GET";
    without_slash.path = "/__mock";
    for (const auto& shown : {ask(with, "GET", ""), answer_control(with, without_slash)}) {
        EXPECT_EQ(shown.status, 200U);
        EXPECT_EQ(body_of(shown).at("routes").at(0), "GET /__mock/health");
    }
}

TEST(ControlPlane, TellsAnUnknownRouteFromAWrongMethod)
{
    mock_state with{mock_settings{}};
    EXPECT_EQ(ask(with, "GET", "nothing").status, 404U);
    const auto wrong = ask(with, "PATCH", "fixtures");
    EXPECT_EQ(wrong.status, 405U);
    EXPECT_EQ(wrong.headers.find("Allow"), "GET, PUT, POST, DELETE");
}

TEST(ControlPlane, SetsFaultsByRateAndNumber)
{
    mock_state with{mock_settings{}};
    EXPECT_EQ(ask(with, "PUT", "faults", R"([{"error":{"status":429},"times":2}])").status, 200U);
    EXPECT_EQ(ask(with, "PUT", "latency", R"({"ttft_ms": 5, "speed": 0})").status, 200U);
    EXPECT_EQ(with.times_in_force->speed, 0);
    const asked what;
    const facts about(what, 1);
    EXPECT_NE(with.faults.pick(about, 1, with.stage.now()), nullptr);
    EXPECT_NE(with.faults.pick(about, 2, with.stage.now()), nullptr);
    EXPECT_EQ(with.faults.pick(about, 3, with.stage.now()), nullptr);
    EXPECT_EQ(ask(with, "PUT", "faults", R"([{"rate":0.25,"fault":{"kind":"reset"}}])").status, 200U);
    int fired = 0;
    for (std::uint64_t number = 0; number < 1000; ++number)
        fired += with.faults.pick(about, number, with.stage.now()) != nullptr;
    EXPECT_NEAR(fired, 250, 50);
    EXPECT_EQ(ask(with, "PUT", "faults", R"([{"rate":2,"fault":{"kind":"reset"}}])").status, 400U);
}

// Those that go counted towards the most that there can be.
TEST(ControlPlane, ReplacesAsManyRulesAsThereCanBe)
{
    mock_state with{mock_settings{}};
    std::string many = "[";
    for (int i = 0; i < 6000; ++i) many += R"({"rate":0,"error":{"status":503}},)";
    many.back() = ']';
    EXPECT_EQ(ask(with, "PUT", "faults", many).status, 200U);
    EXPECT_EQ(ask(with, "PUT", "faults", many).status, 200U);
    EXPECT_EQ(with.faults.size(), 6000U);
    EXPECT_EQ(ask(with, "PUT", "faults", many, {{"X-Mock-Scope", "one"}}).status, 413U);
}

TEST(ControlPlane, RefusesWhatWouldDoNothingWhileAllIsPassedOn)
{
    const std::vector<std::tuple<std::string, std::string, std::string>> idle = {
        {"PUT", "limits", R"({"requests":5})"},
        {"PUT", "latency", R"({"ttft_ms":5})"},
        {"PUT", "fixtures", std::string(one_fixture)},
        {"POST", "fixtures", std::string(one_fixture)},
        {"POST", "pauses", R"({"release":"half"})"},
        {"PUT", "identity", R"({"model":{"token_required":true}})"}};
    for (const auto mode : {recording_mode::record, recording_mode::proxy, recording_mode::record_on_miss}) {
        asio::io_context loop;
        no_log log;
        const temporary_folder where;
        const auto host = recorder::open(
            loop.get_executor(),
            {.to = *read_upstream("http://127.0.0.1:9/v1"), .mode = mode, .folder = where.path}, log);
        ASSERT_TRUE(host);
        mock_state with{mock_settings{}};
        with.host = host->get();
        const bool is_idle = mode != recording_mode::record_on_miss;
        for (const auto& [method, route, body] : idle) {
            const auto told = ask(with, method, route, body);
            EXPECT_EQ(told.status == 409, is_idle) << route << told.body;
            EXPECT_EQ(told.body.find("--record-mode record-on-miss") != std::string::npos, is_idle);
        }
        EXPECT_EQ(ask(with, "PUT", "faults", R"([{"rate":0,"error":{"status":503}}])").status, 200U);
    }
}

TEST(ControlPlane, BeginsRampsAnewWithTheTimesOfAllAndWithAReset)
{
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    mock_state with{settings};
    const std::string ramp = R"({"ttft_ms":5,"ramp":[{"at_ms":0,"factor":1}]})";
    for (const auto& [method, route, body] :
         {std::tuple("PUT", "latency", ramp), std::tuple("POST", "reset", std::string())}) {
        with.stage.advance(std::chrono::seconds(5));
        EXPECT_EQ(ask(with, method, route, body).status, 200U);
        EXPECT_EQ(with.times_began, with.stage.now()) << route;
    }
    const auto before = with.times_began;
    with.stage.advance(std::chrono::seconds(5));
    ask(with, "POST", "reset?scope=one");
    EXPECT_EQ(with.times_began, before);
}

TEST(ControlPlane, AdvancesAVirtualClockOnly)
{
    mock_state real{mock_settings{}};
    EXPECT_EQ(ask(real, "POST", "clock", R"({"advance_ms":5})").status, 409U);
    mock_settings settings;
    settings.clock = clock_kind::virtual_time;
    mock_state with{settings};
    const auto before = with.stage.now();
    EXPECT_EQ(ask(with, "POST", "clock", R"({"advance_ms":2.5})").status, 200U);
    EXPECT_EQ(with.stage.now() - before, std::chrono::microseconds(2500));
    EXPECT_EQ(ask(with, "POST", "clock", R"({"advance":5})").status, 400U);
}

TEST(ControlPlane, ForgetsWhenToldButNotTheMisses)
{
    mock_state with{mock_settings{}};
    with.kept.begin(chat("one"));
    with.counts.missed = 1;
    EXPECT_EQ(ask(with, "POST", "reset").status, 200U);
    EXPECT_TRUE(with.kept.entries().empty());
    EXPECT_EQ(with.counts.missed, 1U);
}

TEST(ControlPlane, TellsOfFaultsThatMetNoRequest)
{
    mock_state with{mock_settings{}};
    with.counts.requests = 1;
    ask(with, "PUT", "faults", R"([{"error":{"status":429}},{"rate":0.1,"error":{"status":500}}])");
    const auto problems = with.sum_up().problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("Fault 1 of those that were set met no request"), std::string::npos);
    ask(with, "POST", "reset");
    EXPECT_EQ(with.sum_up().problems, problems);

    mock_state other{mock_settings{}};
    other.counts.requests = 1;
    ask(other, "PUT", "faults", R"([{"error":{"status":429}}])");
    const asked what;
    other.faults.pick(facts(what, 1), 1, other.stage.now());
    EXPECT_TRUE(other.sum_up().problems.empty());
}

TEST(ControlPlane, TellsOfFaultsOfLoginsThatMetNoRequest)
{
    mock_state with{mock_settings{}};
    with.counts.requests = 1;
    ask(with, "PUT", "identity", R"({"faults":[{"at":"imds","status":500}]})");
    EXPECT_EQ(with.sum_up().problems.size(), 1U);
    with.login.next_fault(login_source::imds);
    EXPECT_TRUE(with.sum_up().problems.empty());
}

}  // namespace
}  // namespace parley::mock
