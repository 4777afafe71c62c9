#include "audit/report/run_text.hpp"

#include "audit/report/compact.hpp"
#include "audit/report/joined.hpp"
#include "audit/report/text.hpp"
#include "audit/report/totals.hpp"
#include "audit/verdict.hpp"
#include "base/printable.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

// What fails the page without being a violation.
std::string unsure_text(const page_outcome& page)
{
    std::string text;
    for (const auto& each : page.results->incomplete) {
        if (!is_unsure_and_counts(each, page)) continue;
        text += "Fails until a person has looked:\n" + printable_line(each.rule) + " - " +
                printable_line(each.help) + " (" + std::string(name_of(each.weight)) + ")\n";
        const auto shown = std::min(each.nodes.size(), elements_per_rule_max);
        for (std::size_t i = 0; i < shown; ++i)
            text += "    " + printable_line(joined(each.nodes[i].target, ", ")) + '\n';
        if (shown < each.nodes.size())
            text += "    and " + std::to_string(each.nodes.size() - shown) + " more\n";
    }
    return text;
}

std::string text_of(const page_outcome& page)
{
    if (page.results.has_error()) return "Not audited: " + printable_line(page.results.error().detail) + '\n';
    auto text = printable(text_report(*page.results)) + unsure_text(page);
    for (const auto& each : page.visit.frames_unseen)
        text += "Not audited: the frame " + printable_line(each.place) + ": " + printable_line(each.reason) +
                '\n';
    for (const auto& each : page.visit.notes) text += "Note: " + printable_line(each) + '\n';
    return text;
}

}  // namespace

std::string run_text(std::span<const page_outcome> pages)
{
    if (pages.size() == 1) return text_of(pages.front());
    std::string text;
    for (const auto& page : pages)
        text += "** " + printable_line(title_of(page)) + '\n' + text_of(page) + '\n';
    return text + totals_text(totals_of(pages));
}

}  // namespace parley::audit
