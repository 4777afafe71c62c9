#include "cli/audit_run.hpp"

#include "base/run_on_loop.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_browser.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <filesystem>

namespace parley::cli {
namespace {

// Takes as long as the page's address says, in milliseconds.
class fake_auditor final : public audit::auditor {
public:
    explicit fake_auditor(std::size_t violations_at_first) : violations_left_(violations_at_first) {}

    asio::awaitable<std::vector<audit::page_outcome>> audit(const audit::page_plan& plan) override
    {
        asio::steady_timer busy(co_await asio::this_coro::executor,
                                std::chrono::milliseconds(std::stoi(plan.address)));
        co_await busy.async_wait(asio::use_awaitable);
        audit::page_results found;
        if (violations_left_ > 0) {
            --violations_left_;
            auto& violation = found.violations.emplace_back();
            violation.weight = audit::impact::minor;
            violation.nodes.emplace_back();
        }
        std::vector<audit::page_outcome> outcomes;
        for (const auto& each : plan.actions)
            if (each.kind == audit::action_kind::audit_as)
                outcomes.push_back({.page = "", .variant = "", .file = "", .results = found});
        outcomes.push_back({.page = "", .variant = "", .file = "", .results = found});
        co_return outcomes;
    }

private:
    std::size_t violations_left_;
};

auditors some_auditors(std::size_t number, std::size_t violations_at_first = 0)
{
    auditors made;
    while (made.size() < number) made.push_back(std::make_unique<fake_auditor>(violations_at_first));
    return made;
}

audit_visit visit_of(std::string name, std::string milliseconds)
{
    audit_visit made{.name = std::move(name), .view = "dark"};
    made.plan.address = std::move(milliseconds);
    return made;
}

TEST(AuditRun, KeepsTheOrderOfPagesWhicheverIsReadyFirst)
{
    const std::vector visits{visit_of("slow", "30"), visit_of("b", "0"), visit_of("c", "0")};
    std::vector<audited_visit> into;
    std::vector<std::size_t> heard;
    asio::io_context loop;
    const auto by = some_auditors(2);
    ASSERT_TRUE(
        run_on_loop(loop, audit_all(by, visits, into, [&](std::size_t done) { heard.push_back(done); })));
    ASSERT_EQ(into.size(), 3U);
    EXPECT_EQ(into[0].outcomes.at(0).page, "slow");
    EXPECT_EQ(into[2].outcomes.at(0).page, "c");
    EXPECT_EQ(into[2].outcomes.at(0).variant, "dark");
    EXPECT_EQ(heard, (std::vector<std::size_t>{1, 2, 3}));
}

TEST(AuditRun, NamesTheStatesOnTheWayThroughAPage)
{
    auto visit = visit_of("a", "0");
    visit.plan.actions = {{audit::action_kind::audit_as, "", "menu open", ""}};
    std::vector<audited_visit> into;
    asio::io_context loop;
    const auto by = some_auditors(1);
    const std::vector visits{visit};
    ASSERT_TRUE(run_on_loop(loop, audit_all(by, visits, into, [](std::size_t) {})));
    EXPECT_EQ(into[0].states, (std::vector<std::string>{"menu open", ""}));
    EXPECT_EQ(into[0].outcomes.at(0).variant, "dark menu open");
    EXPECT_EQ(into[0].outcomes.at(1).variant, "dark");
}

TEST(AuditRun, LooksAgainWhileViolationsRemain)
{
    auto visit = visit_of("a", "0");
    visit.retries = 3;
    std::vector<audited_visit> into;
    asio::io_context loop;
    const std::vector visits{visit};
    const auto soon_right = some_auditors(1, 3);
    ASSERT_TRUE(run_on_loop(loop, audit_all(soon_right, visits, into, [](std::size_t) {})));
    EXPECT_TRUE(into[0].outcomes.at(0).results->violations.empty());
    const auto never_right = some_auditors(1, 100);
    ASSERT_TRUE(run_on_loop(loop, audit_all(never_right, visits, into, [](std::size_t) {})));
    EXPECT_FALSE(into[0].outcomes.at(0).results->violations.empty());
}

TEST(AuditRun, LooksNotAgainForWhatDoesNotCount)
{
    auto weighty_ones = visit_of("a", "0");
    weighty_ones.limits.least = audit::impact::serious;
    auto unknown_ones = visit_of("a", "0");
    unknown_ones.take_known = [](audit::page_outcome& from) {
        if (from.page == "a") from.results->violations.clear();
    };
    auto more_than_one = visit_of("a", "0");
    more_than_one.limits.rules_max = 1;
    for (auto visit : {weighty_ones, unknown_ones, more_than_one}) {
        visit.retries = 1;
        std::vector<audited_visit> into;
        asio::io_context loop;
        const std::vector visits{visit};
        const auto right_when_asked_again = some_auditors(1, 1);
        ASSERT_TRUE(run_on_loop(loop, audit_all(right_when_asked_again, visits, into, [](std::size_t) {})));
        EXPECT_EQ(into[0].outcomes.at(0).results->violations.size(), 1U);
    }
}

TEST(AuditRun, SaysOfOutcomesWhetherWhatAxeCannotTellCounts)
{
    auto visit = visit_of("a", "0");
    visit.limits = {.least = audit::impact::serious, .incomplete = audit::unsure::fails};
    std::vector<audited_visit> into;
    asio::io_context loop;
    const auto by = some_auditors(1);
    const std::vector visits{visit};
    ASSERT_TRUE(run_on_loop(loop, audit_all(by, visits, into, [](std::size_t) {})));
    EXPECT_EQ(into[0].outcomes.at(0).unsure_counts_from, audit::impact::serious);
}

TEST(AuditRun, KeepsWhatIsDoneWhenItIsStopped)
{
    const std::vector visits{visit_of("a", "0"), visit_of("endless", "600000"), visit_of("c", "0")};
    std::vector<audited_visit> into;
    asio::io_context loop;
    asio::cancellation_signal stop;
    const auto by = some_auditors(1);
    bool has_ended = false;
    asio::co_spawn(loop,
                   audit_all(by, visits, into,
                             [&](std::size_t) {
                                 asio::post(loop, [&] { stop.emit(asio::cancellation_type::terminal); });
                             }),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&](const std::exception_ptr& thrown, const result<void>& ended) {
                           has_ended = true;
                           EXPECT_TRUE(thrown || ended.error().code == errc::cancelled);
                       }));
    loop.run();
    EXPECT_TRUE(has_ended);
    EXPECT_EQ(into.at(0).outcomes.size(), 1U);
    EXPECT_TRUE(into.at(1).outcomes.empty());
    EXPECT_TRUE(into.at(2).outcomes.empty());
}

// It starts in another folder than we are in.
TEST(AuditBrowser, IsNamedFromHereWhereverItStarts)
{
    const auto path_of = [](const std::vector<std::string>& arguments) {
        const auto given =
            parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; });
        return read_browser_options(given.value().values).value().path;
    };
    const auto here = std::filesystem::current_path();
    EXPECT_EQ(path_of({"--browser-path", "chrome/chrome"}), here / "chrome/chrome");
    EXPECT_EQ(path_of({"--browser-path", "/usr/bin/chromium"}), "/usr/bin/chromium");
    EXPECT_EQ(path_of({}), "");
}

}  // namespace
}  // namespace parley::cli
