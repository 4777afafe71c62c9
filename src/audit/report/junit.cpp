#include "audit/report/junit.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/markup.hpp"

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

counts totals_of(const std::vector<page_outcome>& pages)
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

std::string title_of(const page_outcome& page)
{
    return page.variant.empty() ? page.page : page.page + " (" + page.variant + ')';
}

std::string elements_text(const finding& of)
{
    std::string text;
    for (const auto& each : of.nodes)
        text +=
            joined(each.target, ", ") + "\n  " + each.html + "\n  " + joined(each.messages, "\n  ") + '\n';
    return text + of.help_url;
}

std::string case_begin(const finding& of)
{
    return "    <testcase" + attribute("name", of.help.empty() ? of.rule : of.help) +
           attribute("classname", of.rule);
}

std::string failed_case(const finding& of)
{
    const auto about = std::to_string(of.nodes.size()) + (of.nodes.size() == 1 ? " element" : " elements");
    return case_begin(of) + ">\n      <failure" + attribute("message", of.description + ": " + about) +
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

}  // namespace

std::string junit_report(const std::vector<page_outcome>& pages)
{
    auto xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attributes_of(totals_of(pages)) + ">\n";
    for (const auto& page : pages)
        xml += "  <testsuite" + attribute("name", title_of(page)) + attributes_of(counts_of(page)) +
               attribute("time", seconds_of(page.took)) + ">\n" + cases_of(page) + "  </testsuite>\n";
    return xml + "</testsuites>\n";
}

}  // namespace parley::audit
