#include "cli/audit_options.hpp"

#include "base/settings_parser.hpp"
#include "base/temporary_folder.hpp"
#include "cli/audit_axe_options.hpp"
#include "cli/audit_output.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>

namespace parley::cli {
namespace {

settings values_of(const std::vector<std::string>& arguments)
{
    return parse_command_line("audit", arguments, [](std::string_view) { return std::nullopt; })
        .value()
        .values;
}

std::string refusal_of(const std::vector<std::string>& arguments)
{
    const auto read = read_page_options(values_of(arguments));
    return read ? "" : read.error().detail;
}

boost::json::value asked_of(const std::vector<std::string>& arguments)
{
    return boost::json::parse(axe_options_of(values_of(arguments)).value());
}

TEST(AxeOptions, AskForViolationsAndForWhatAPersonHasToLookAt)
{
    EXPECT_EQ(asked_of({}), boost::json::parse(R"({"resultTypes":["violations","incomplete"],
                                     "preload":{"assets":["cssom","media"],"timeout":2000}})"));
}

TEST(AxeOptions, OfAStandardHaveItsTagsAndTheRulesThatAreOffInAxe)
{
    const auto asked = asked_of({"--standard", "wcag22aa", "--disable", "region,list"});
    EXPECT_EQ(asked.at("runOnly"),
              boost::json::parse(
                  R"({"type":"tag","values":["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]})"));
    EXPECT_EQ(asked.at("rules"),
              boost::json::parse(
                  R"({"target-size":{"enabled":true},"region":{"enabled":false},"list":{"enabled":false}})"));
    EXPECT_EQ(asked_of({"--standard", "wcag2a"}).as_object().contains("rules"), false);
}

TEST(AxeOptions, AreThoseOfTheUserLast)
{
    const auto asked =
        asked_of({"--rules", "image-alt", "--options", R"({"preload":false,"iframes":false})"});
    EXPECT_EQ(asked.at("runOnly"), boost::json::parse(R"({"type":"rule","values":["image-alt"]})"));
    EXPECT_EQ(asked.at("preload"), false);
    EXPECT_EQ(asked.at("iframes"), false);
}

TEST(AxeOptions, NamePartsOfAPageAsAxeDoes)
{
    EXPECT_EQ(axe_context_of(values_of({})), "");
    EXPECT_EQ(
        axe_context_of(values_of({"--include", "main, nav", "--include", "footer", "--exclude", ".ad"})),
        R"({"include":[["main, nav"],["footer"]],"exclude":[[".ad"]]})");
}

TEST(AuditOptions, AuditEveryViewportInEveryScheme)
{
    const auto read = read_page_options(values_of({"--viewport", "1280x720,390x844,1280x720",
                                                   "--color-scheme", "light,dark"}))
                          .value();
    std::vector<std::string> names;
    for (const auto& each : read.views) names.push_back(name_of_view(each, read.views));
    EXPECT_EQ(names,
              (std::vector<std::string>{"light 1280x720", "dark 1280x720", "light 390x844", "dark 390x844"}));
    const auto one = read_page_options(values_of({})).value();
    EXPECT_EQ(name_of_view(one.views.at(0), one.views), "");
}

TEST(AuditOptions, FillThePlanOfAPage)
{
    const auto plan =
        read_page_options(values_of({"--header", "X-A: b:c", "--cookie", "s=1=2", "--basic-auth", "ann:p:w",
                                     "--action", "press Tab", "--wait-until", "networkidle", "--delay", "5",
                                     "--timeout", "3", "--frames", "none", "--allow-http-errors"}))
            .value()
            .plan;
    EXPECT_EQ(plan.as.headers, (std::vector<std::pair<std::string, std::string>>{{"X-A", "b:c"}}));
    EXPECT_EQ(plan.as.cookies.at(0).value, "1=2");
    EXPECT_EQ(plan.as.user_name, "ann");
    EXPECT_EQ(plan.as.password, "p:w");
    EXPECT_EQ(plan.actions.at(0).value, "Tab");
    EXPECT_EQ(plan.ready, audit::wait_until::network_idle);
    EXPECT_EQ(plan.limits.page, std::chrono::seconds(3));
    EXPECT_EQ(plan.limits.frame, std::chrono::seconds(3));
    EXPECT_EQ(plan.scope, audit::frames::none);
    EXPECT_EQ(plan.errors, audit::http_errors::audited);
}

TEST(AuditOptions, TakeSecretsFromFiles)
{
    const temporary_folder folder;
    const auto file = (folder.path / "secret").string();
    std::ofstream(file) << "Authorization: Bearer abc\nX-B: c\n";
    const auto read = read_page_options(values_of({"--header", "@" + file})).value();
    ASSERT_EQ(read.plan.as.headers.size(), 2U);
    EXPECT_EQ(read.plan.as.headers[0].second, "Bearer abc");
    EXPECT_NE(refusal_of({"--cookie", "@/nowhere"}), "");
}

TEST(AuditOptions, SayWhatIsWrongAndNoSecret)
{
    for (const auto& flags : std::vector<std::vector<std::string>>{{"--header", "hunter2"},
                                                                   {"--cookie", "hunter2"},
                                                                   {"--basic-auth", "hunter2"},
                                                                   {"--basic-auth", ":hunter2"}}) {
        const auto said = refusal_of(flags);
        EXPECT_NE(said.find(flags[0]), std::string::npos);
        EXPECT_EQ(said.find("hunter2"), std::string::npos);
    }
    for (const auto& flags : std::vector<std::vector<std::string>>{{"--viewport", "1280"},
                                                                   {"--viewport", "0x1"},
                                                                   {"--viewport", "1x1x1"},
                                                                   {"--viewport", ","},
                                                                   {"--color-scheme", "blue"},
                                                                   {"--motion", "slow"},
                                                                   {"--wait-until", "later"},
                                                                   {"--frames", "some"},
                                                                   {"--standard", "wcag3"},
                                                                   {"--rules", "a", "--tags", "b"},
                                                                   {"--options", "[]"},
                                                                   {"--options", "{"},
                                                                   {"--action", "hop"},
                                                                   {"--actions", "/nowhere"},
                                                                   {"--fail-on", "bad"},
                                                                   {"--storage-state", "/"}})
        EXPECT_NE(refusal_of(flags), "") << flags[0] << ' ' << flags[1];
}

TEST(AuditOutputs, GoToFilesAndOneToStandardOutput)
{
    const auto outputs = read_outputs(values_of({"--format", "json", "--format", "html=a=b.html"})).value();
    ASSERT_EQ(outputs.size(), 2U);
    EXPECT_EQ(outputs[0].file, "");
    EXPECT_EQ(outputs[1].file, "a=b.html");
    for (const auto& flags :
         std::vector<std::vector<std::string>>{{"--format", "pdf"},
                                               {"--format", "json", "--json"},
                                               {"--format", "html="},
                                               {"--format", "json=a", "--format", "html=a"}})
        EXPECT_TRUE(read_outputs(values_of(flags)).has_error()) << flags[1];
}

}  // namespace
}  // namespace parley::cli
