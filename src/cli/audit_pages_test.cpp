#include "cli/audit_pages.hpp"

#include "base/temporary_folder.hpp"
#include "cli/audit_known.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

command_line line_of(const std::vector<std::string>& arguments)
{
    return parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; }).value();
}

std::vector<std::string> names_of(const result<std::vector<audit_page>>& pages)
{
    if (!pages) return {"error: " + pages.error().detail};
    std::vector<std::string> names;
    for (const auto& each : *pages) names.push_back(each.name);
    return names;
}

std::vector<std::string> found(const std::vector<std::string>& operands, std::string_view config = "{}")
{
    auto given = line_of(operands);
    const auto read = read_audit_config(config, "c.json", given).value();
    return names_of(find_pages(given, given.operands, {}, read));
}

using texts = std::vector<std::string>;

TEST(AuditPages, AreThereOnceHoweverTheyAreSpelt)
{
    EXPECT_EQ(found({"http://a/b", "HTTP://A:80/b#c", "http://a/c"}), (texts{"http://a/b", "http://a/c"}));
}

// A file of a folder that is named, too, was audited twice.
TEST(AuditPages, OfOneFileAreOneHoweverItIsNamed)
{
    const temporary_folder folder;
    const auto site = folder.path.string();
    for (const auto* name : {"/a.html", "/b c.html"}) std::ofstream(site + name) << "<html>";
    EXPECT_EQ(found({site, site + "/a.html", "file://" + site + "/b%20c.html"}),
              (texts{site + "/a.html", site + "/b c.html"}));
    EXPECT_EQ(found({"file://" + site + "/a.html#/one", "file://" + site + "/a.html#/two"}).size(), 2U);
}

TEST(AuditPages, ShowNoPasswordOfAnAddressThatIsWrong)
{
    const auto said = found({}, R"({"pages": ["http://ann:hunter2@a b/"]})").at(0);
    EXPECT_TRUE(said.starts_with("error: configured page http://a b/: ")) << said;
}

TEST(AuditPages, AreThoseOfTheConfigurationWhenNoneAreNamed)
{
    constexpr auto config = R"({"pages": ["http://a/", {"target": "http://a/", "name": "again"}]})";
    EXPECT_EQ(found({}, config), (texts{"http://a/", "again"}));
    EXPECT_EQ(found({"http://b/"}, config), texts{"http://b/"});
    EXPECT_EQ(found({}).at(0).substr(0, 7), "error: ");
}

TEST(AuditPages, CannotShareASnapshot)
{
    auto given = line_of({"http://a/x?y", "http://a/x/y", "http://a/z"});
    const auto pages = find_pages(given, given.operands, {}, {}).value();
    EXPECT_EQ(pages[2].snapshot_name, "z");
    const auto checked = check_snapshot_names(pages);
    ASSERT_TRUE(checked.has_error());
    EXPECT_TRUE(checked.error().detail.starts_with("http://a/x?y and http://a/x/y would have one snapshot"));
}

TEST(AuditPages, LogInWithWhatStandsInTheirAddress)
{
    auto given = line_of({"http://ann:secret@a/"});
    const auto pages = find_pages(given, given.operands, {}, {}).value();
    EXPECT_EQ(pages[0].options.plan.as.user_name, "ann");
    EXPECT_EQ(pages[0].options.plan.as.password, "secret");
    EXPECT_EQ(pages[0].name, "http://a/");
}

audit::page_outcome outcome_of(std::string page, std::string_view rule)
{
    audit::page_results results;
    results.violations.resize(1);
    results.violations[0].rule = rule;
    results.violations[0].nodes.resize(1);
    return {.page = std::move(page), .variant = "", .file = "", .results = std::move(results)};
}

// Pages that were not audited were taken for fixed by --write-baseline.
TEST(KnownFindings, OfPagesThatWereNotAuditedStayInTheBaseline)
{
    const temporary_folder folder;
    const auto file = (folder.path / "known.json").string();
    const std::vector before{outcome_of("a", "old"), outcome_of("b", "old"), outcome_of("c", "old")};
    std::ofstream(file) << audit::baseline::of(before).text();
    std::vector now{outcome_of("a", "new"), outcome_of("b", "new")};
    now[1].results = error{errc::cancelled, "stopped before it was audited"};
    const std::vector expected{outcome_of("a", "new"), outcome_of("b", "old"), outcome_of("c", "old")};
    for (const auto* option : {"--write-baseline", "--baseline"}) {
        const auto known = known_findings::read(line_of({option, file}).values, {}, {}).value();
        EXPECT_EQ(known.baseline_of(now), audit::baseline::of(expected).text()) << option;
    }
    std::ofstream(file) << "mine";
    EXPECT_TRUE(known_findings::read(line_of({"--write-baseline", file}).values, {}, {}).has_error());
    std::ofstream(file) << "";
    EXPECT_TRUE(known_findings::read(line_of({"--write-baseline", file}).values, {}, {}));
}

TEST(KnownFindings, AreTakenOutAndNoted)
{
    const temporary_folder folder;
    const auto file = (folder.path / "ignore.json").string();
    std::ofstream(file) << R"([{"rule": "a", "reason": "r"}])";
    auto given = line_of({"--ignore", file, "http://a/"});
    const auto pages = find_pages(given, given.operands, {}, {}).value();
    auto known = known_findings::read(given.values, {}, pages).value();
    audit::page_results found_there;
    found_there.violations.resize(2);
    found_there.violations[0].rule = "a";
    found_there.violations[0].nodes.resize(2);
    found_there.violations[1].rule = "b";
    found_there.violations[1].nodes.resize(1);
    audit::page_outcome outcome{.page = "http://a/", .variant = "", .file = "", .results = found_there};
    known.take_ignored(outcome, 0);
    known.take_known(outcome);
    ASSERT_EQ(outcome.results->violations.size(), 1U);
    EXPECT_EQ(outcome.results->violations[0].rule, "b");
    EXPECT_EQ(outcome.visit.notes, texts{"2 elements ignored"});
    EXPECT_TRUE(known.warnings().empty());
    EXPECT_TRUE(known_findings::read(line_of({"--baseline", "/nowhere"}).values, {}, {}).has_error());
}

}  // namespace
}  // namespace parley::cli
