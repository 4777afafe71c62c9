#include "audit/report/junit.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/markup.hpp"
#include "audit/report/totals.hpp"

#include <array>
#include <cstdio>

namespace parley::audit {
namespace {

struct counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
};

counts counts_of(const page_outcome& page)
{
    if (page.results.has_error()) return {.tests = 1, .errors = 1};
    const auto& found = *page.results;
    return {.tests = found.violations.size() + found.incomplete.size() + found.passes.size(),
            .failures = found.violations.size(),
            .errors = 0,
            .skipped = found.incomplete.size()};
}

counts sum_of(std::span<const page_outcome> pages)
{
    counts sum;
    for (const auto& page : pages) {
        const auto of = counts_of(page);
        sum.tests += of.tests;
        sum.failures += of.failures;
        sum.errors += of.errors;
        sum.skipped += of.skipped;
    }
    return sum;
}

std::string attribute(std::string_view name, std::string_view value)
{
    return ' ' + std::string(name) + "=\"" + markup_text(value) + '"';
}

std::string attributes_of(const counts& of)
{
    return attribute("tests", std::to_string(of.tests)) + attribute("failures", std::to_string(of.failures)) +
           attribute("errors", std::to_string(of.errors)) + attribute("skipped", std::to_string(of.skipped));
}

std::string seconds_of(std::chrono::milliseconds took)
{
    std::array<char, 32> text;
    const auto length =
        std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(took.count()) / 1000);
    return {text.data(), static_cast<std::size_t>(length)};
}

// What axe says should be done, indented; without it, what its checks said.
std::string summary_of(const node& element)
{
    if (element.failure_summary.empty()) return joined(element.messages, "\n  ");
    std::string text;
    for (const char c : element.failure_summary) {
        text += c;
        if (c == '\n') text += "  ";
    }
    return text;
}

std::string elements_text(const finding& of)
{
    std::string text;
    for (const auto& each : of.nodes)
        text += joined(each.target, ", ") + "\n  " + each.html + "\n  " + summary_of(each) + '\n';
    return text + of.help_url;
}

std::string case_begin(const finding& of)
{
    return "    <testcase" + attribute("name", of.help.empty() ? of.rule : of.help) +
           attribute("classname", of.rule);
}

std::string failed_case(const finding& of)
{
    const auto about = of.description + ": " + counted(of.nodes.size(), "element");
    return case_begin(of) + ">\n      <failure" + attribute("message", about) +
           attribute("type", name_of(of.weight)) + '>' + markup_text(elements_text(of)) +
           "</failure>\n    </testcase>\n";
}

std::string skipped_case(const finding& of)
{
    return case_begin(of) + ">\n      <skipped" +
           attribute("message",
                     "axe cannot tell: look at " + std::to_string(of.nodes.size()) + " of its elements") +
           "/>\n    </testcase>\n";
}

std::string error_case(const error& why)
{
    return "    <testcase" + attribute("name", "the page can be audited") + attribute("classname", "page") +
           ">\n      <error" + attribute("message", "not audited: " + why.detail) +
           attribute("type", name_of(why.code)) + "/>\n    </testcase>\n";
}

std::string cases_of(const page_outcome& page)
{
    if (page.results.has_error()) return error_case(page.results.error());
    std::string cases;
    for (const auto& each : page.results->violations) cases += failed_case(each);
    for (const auto& each : page.results->incomplete) cases += skipped_case(each);
    for (const auto& each : page.results->passes) cases += case_begin(each) + "/>\n";
    return cases;
}

std::string property(std::string_view name, std::string_view value)
{
    if (value.empty()) return {};
    return "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
}

// With what the page was audited; with the last page the totals of all of them.
std::string properties_of(const page_outcome& page, const totals* sum)
{
    std::string said = property("browser", page.visit.browser);
    if (page.results) said += property("axe-core", page.results->engine_version);
    if (sum) {
        for (auto weight = sum->by_impact.size(); weight-- > 0;)
            said += property("total of impact " + std::string(name_of(static_cast<impact>(weight))),
                             std::to_string(sum->by_impact[weight]));
        for (const auto& [rule, elements] : sum->by_rule)
            said += property("total of rule " + rule, std::to_string(elements));
    }
    return said.empty() ? said : "    <properties>\n" + said + "    </properties>\n";
}

}  // namespace

std::string junit_report(std::span<const page_outcome> pages)
{
    const auto sum = totals_of(pages);
    auto xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attributes_of(sum_of(pages)) + ">\n";
    for (const auto& page : pages)
        xml += "  <testsuite" + attribute("name", title_of(page)) + attributes_of(counts_of(page)) +
               attribute("time", seconds_of(page.took)) + ">\n" +
               properties_of(page, &page == &pages.back() ? &sum : nullptr) + cases_of(page) +
               "  </testsuite>\n";
    return xml + "</testsuites>\n";
}

}  // namespace parley::audit
