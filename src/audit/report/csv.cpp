#include "audit/report/csv.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/totals.hpp"

namespace parley::audit {
namespace {

struct row {
    std::string_view kind;
    std::string page = {};
    std::string variant = {};
    std::string impact = {};
    std::string rule = {};
    std::string elements = {};
    std::string target = {};
    std::string message = {};
    std::string help = {};
};

std::string cell(std::string_view text)
{
    constexpr std::string_view begin_of_formulas = "=+-@\t\r";
    std::string plain(text);
    if (!plain.empty() && begin_of_formulas.find(plain.front()) != std::string_view::npos)
        plain.insert(0, 1, '\'');
    if (plain.find_first_of(",\"\r\n") == std::string::npos) return plain;
    std::string quoted = "\"";
    for (const char c : plain) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string line(const row& of)
{
    std::vector<std::string> cells;
    for (const auto text :
         {of.kind, std::string_view(of.page), std::string_view(of.variant), std::string_view(of.impact),
          std::string_view(of.rule), std::string_view(of.elements), std::string_view(of.target),
          std::string_view(of.message), std::string_view(of.help)})
        cells.push_back(cell(text));
    return joined(cells, ",") + "\r\n";
}

std::string lines_of(const finding& of, std::string_view kind, const page_outcome& page)
{
    std::string text;
    for (const auto& each : of.nodes)
        text += line({.kind = kind,
                      .page = page.page,
                      .variant = page.variant,
                      .impact = std::string(name_of(of.weight)),
                      .rule = of.rule,
                      .elements = "1",
                      .target = joined(each.target, ", "),
                      .message = each.messages.empty() ? of.help : joined(each.messages, "; "),
                      .help = of.help_url});
    return text;
}

std::string lines_of(const page_outcome& page)
{
    if (page.results.has_error())
        return line({.kind = "not audited",
                     .page = page.page,
                     .variant = page.variant,
                     .message = page.results.error().detail});
    std::string text;
    for (const auto& each : page.results->violations) text += lines_of(each, "violation", page);
    for (const auto& each : page.results->incomplete) text += lines_of(each, "incomplete", page);
    for (const auto& each : page.visit.frames_unseen)
        text += line({.kind = "frame not audited",
                      .page = page.page,
                      .variant = page.variant,
                      .target = each.place,
                      .message = each.reason});
    return text;
}

std::string lines_of(const totals& of)
{
    std::string text;
    for (auto weight = of.by_impact.size(); weight-- > 0;)
        if (of.by_impact[weight] > 0)
            text += line({.kind = "total",
                          .impact = std::string(name_of(static_cast<impact>(weight))),
                          .elements = std::to_string(of.by_impact[weight])});
    for (const auto& [rule, elements] : of.by_rule)
        text += line({.kind = "total", .rule = rule, .elements = std::to_string(elements)});
    return text;
}

}  // namespace

std::string csv_report(std::span<const page_outcome> pages)
{
    std::string text = "kind,page,variant,impact,rule,elements,target,message,help\r\n";
    for (const auto& each : pages) text += lines_of(each);
    if (auto with = tools_text(pages); !with.empty())
        text += line({.kind = "audited with", .message = std::move(with)});
    return text + lines_of(totals_of(pages));
}

}  // namespace parley::audit
