#include "audit/report/run_text.hpp"

#include "audit/report/text.hpp"
#include "audit/report/totals.hpp"
#include "base/printable.hpp"

namespace parley::audit {
namespace {

std::string text_of(const page_outcome& page)
{
    if (page.results.has_error()) return "Not audited: " + printable_line(page.results.error().detail) + '\n';
    auto text = printable(text_report(*page.results));
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
