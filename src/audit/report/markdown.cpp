#include "audit/report/markdown.hpp"

#include "audit/report/compact.hpp"
#include "audit/report/joined.hpp"
#include "audit/report/totals.hpp"
#include "base/printable.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

// One line, in which nothing is markup (CommonMark 2.4).
std::string plain(std::string_view text)
{
    constexpr std::string_view marks = "\\`*_[](<>|~&@#:";
    std::string escaped;
    for (const char c : printable_line(text)) {
        if (marks.find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

// Between more backticks than there are in it (CommonMark 6.1); for cells of tables, too.
std::string code(std::string_view text)
{
    const auto line = printable_line(text);
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : line) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const auto* const gap = longest > 0 ? " " : "";
    return line.empty() ? line : fence + gap + line + gap + fence;
}

// Only where it can lead to nothing but a page.
std::string link(const finding& to)
{
    const bool is_page = to.help_url.starts_with("https://") || to.help_url.starts_with("http://");
    const bool is_plain = to.help_url.find_first_of("()<>\\ \t\r\n") == std::string::npos;
    return is_page && is_plain ? '[' + plain(to.rule) + "](" + to.help_url + ')' : plain(to.rule);
}

std::string text_of(const finding& of, std::string_view what)
{
    auto text = "- **" + std::string(what) + "** " + link(of) + ": " + plain(of.help) + " (" +
                counted(of.nodes.size(), "element") + ")\n";
    const auto shown = std::min(of.nodes.size(), elements_per_rule_max);
    for (std::size_t i = 0; i < shown; ++i) {
        text += "  - " + code(joined(of.nodes[i].target, ", "));
        if (!of.nodes[i].messages.empty()) text += ' ' + plain(joined(of.nodes[i].messages, "; "));
        text += '\n';
    }
    if (shown < of.nodes.size()) text += "  - and " + std::to_string(of.nodes.size() - shown) + " more\n";
    return text;
}

std::string text_of(const page_outcome& page)
{
    auto text = "## " + plain(title_of(page)) + "\n\n";
    if (page.results.has_error())
        return text + "**Not audited:** " + plain(page.results.error().detail) + "\n\n";
    if (page.results->violations.empty()) text += "No violations.\n\n";
    for (const auto& each : page.results->violations) text += text_of(each, name_of(each.weight));
    for (const auto& each : page.results->incomplete) text += text_of(each, "to look at");
    for (const auto& each : page.visit.frames_unseen)
        text += "- **not audited** the frame " + code(each.place) + ' ' + plain(each.reason) + '\n';
    for (const auto& each : page.visit.notes) text += "- note: " + plain(each) + '\n';
    return text.ends_with("\n\n") ? text : text + '\n';
}

std::string table(std::string_view title, const std::vector<std::pair<std::string, std::size_t>>& counts)
{
    auto text = "\n| " + std::string(title) + " | Elements |\n| --- | ---: |\n";
    for (const auto& [name, number] : counts)
        text += "| " + plain(name) + " | " + std::to_string(number) + " |\n";
    return text;
}

std::string text_of(const totals& of)
{
    const auto lines = totals_text(of);
    auto text = "## Totals\n\n" + lines.substr(0, lines.find('\n')) + '\n';
    if (of.elements == 0) return text;
    std::vector<std::pair<std::string, std::size_t>> impacts;
    for (auto weight = of.by_impact.size(); weight-- > 0;)
        if (of.by_impact[weight] > 0)
            impacts.emplace_back(name_of(static_cast<impact>(weight)), of.by_impact[weight]);
    return text + table("Impact", impacts) + table("Rule", of.by_rule);
}

}  // namespace

std::string markdown_report(std::span<const page_outcome> pages)
{
    std::string text = "# Accessibility audit\n\n";
    if (const auto with = tools_text(pages); !with.empty()) text += "Audited with " + plain(with) + "\n\n";
    for (const auto& each : pages) text += text_of(each);
    return text + text_of(totals_of(pages));
}

}  // namespace parley::audit
