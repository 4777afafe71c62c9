#include "audit/report/totals.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace parley::audit {
namespace {

using counts = std::map<std::string, std::size_t>;

void count(counts& into, const std::vector<finding>& findings)
{
    for (const auto& each : findings) into[each.rule] += each.nodes.size();
}

std::vector<std::pair<std::string, std::size_t>> largest_first(const counts& of)
{
    std::vector<std::pair<std::string, std::size_t>> sorted(of.begin(), of.end());
    std::ranges::stable_sort(sorted, std::greater<>(), &std::pair<std::string, std::size_t>::second);
    return sorted;
}

std::string listed(const std::vector<std::pair<std::string, std::size_t>>& counts_of_names)
{
    std::string text;
    for (const auto& [name, number] : counts_of_names)
        text += (text.empty() ? "" : ", ") + name + ' ' + std::to_string(number);
    return text;
}

// The worst first.
std::string impacts_text(const totals& of)
{
    std::vector<std::pair<std::string, std::size_t>> shown;
    for (auto weight = of.by_impact.size(); weight-- > 0;)
        if (of.by_impact[weight] > 0)
            shown.emplace_back(name_of(static_cast<impact>(weight)), of.by_impact[weight]);
    return listed(shown);
}

}  // namespace

totals totals_of(std::span<const page_outcome> pages)
{
    totals sum;
    counts rules;
    counts unsure;
    for (const auto& page : pages) {
        ++sum.pages;
        if (page.results.has_error()) {
            ++sum.pages_not_audited;
            continue;
        }
        const auto& violations = page.results->violations;
        if (!violations.empty()) ++sum.pages_with_violations;
        sum.rules += violations.size();
        for (const auto& each : violations) {
            sum.elements += each.nodes.size();
            sum.by_impact[static_cast<std::size_t>(each.weight)] += each.nodes.size();
        }
        count(rules, violations);
        count(unsure, page.results->incomplete);
    }
    sum.by_rule = largest_first(rules);
    sum.to_look_at = largest_first(unsure);
    return sum;
}

std::string totals_text(const totals& of)
{
    auto text = counted(of.pages - of.pages_not_audited, "page") + " audited";
    if (of.pages_not_audited > 0) text += ", " + std::to_string(of.pages_not_audited) + " NOT audited";
    if (of.elements == 0) {
        text += of.pages == of.pages_not_audited ? "\n" : ": no violations\n";
    } else {
        text += ": " + counted(of.elements, "element") + " with violations, on " +
                counted(of.pages_with_violations, "page") + "\nby impact: " + impacts_text(of) +
                "\nby rule: " + listed(of.by_rule) + '\n';
    }
    if (!of.to_look_at.empty())
        text += "axe cannot tell, so a person has to look: " + listed(of.to_look_at) + '\n';
    return text;
}

boost::json::object totals_json(const totals& of)
{
    boost::json::object impacts;
    for (auto weight = of.by_impact.size(); weight-- > 0;)
        impacts[name_of(static_cast<impact>(weight))] = of.by_impact[weight];
    boost::json::object rules;
    for (const auto& [rule, elements] : of.by_rule) rules[rule] = elements;
    return {{"pages", of.pages},
            {"pagesNotAudited", of.pages_not_audited},
            {"pagesWithViolations", of.pages_with_violations},
            {"elements", of.elements},
            {"byImpact", std::move(impacts)},
            {"byRule", std::move(rules)}};
}

std::string tools_text(std::span<const page_outcome> pages)
{
    std::string engines;
    std::string browsers;
    std::set<std::string> said;
    const auto say = [&said](std::string& to, const std::string& name) {
        if (!name.empty() && said.insert(name).second) to += (to.empty() ? "" : " and ") + name;
    };
    for (const auto& page : pages) {
        if (page.results && !page.results->engine_version.empty())
            say(engines, "axe-core " + page.results->engine_version);
        say(browsers, page.visit.browser);
    }
    return engines + (engines.empty() || browsers.empty() ? "" : " in ") + browsers;
}

std::string counted(std::size_t number, std::string_view noun)
{
    return std::to_string(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

std::string title_of(const page_outcome& page)
{
    return page.variant.empty() ? page.page : page.page + " (" + page.variant + ')';
}

}  // namespace parley::audit
