#include "audit/report/html.hpp"

#include "audit/report/compact.hpp"
#include "audit/report/html_style.hpp"
#include "audit/report/joined.hpp"
#include "audit/report/markup.hpp"
#include "audit/report/totals.hpp"

#include <algorithm>
#include <map>

namespace parley::audit {
namespace {

std::string element(std::string_view tag, std::string_view text)
{
    return '<' + std::string(tag) + '>' + markup_text(text) + "</" + std::string(tag) + ">\n";
}

// Only where it can lead to nothing but a page: results may come out of a file.
std::string link(const std::string& address, std::string_view text)
{
    const bool is_page = address.starts_with("https://") || address.starts_with("http://");
    if (!is_page) return markup_text(text);
    return "<a href=\"" + markup_text(address) + "\">" + markup_text(text) + "</a>";
}

std::string id_of(std::size_t page)
{
    return "page-" + std::to_string(page + 1);
}

std::string picture_of(const node& of, const page_visit& visit)
{
    const auto target = joined(of.target, " >>> ");
    const auto found = std::ranges::find(visit.pictures, target, &element_picture::target);
    if (found == visit.pictures.end()) return {};
    if (found->png.empty()) return element("p", "No picture: " + found->reason);
    return "<p><img src=\"data:image/png;base64," + markup_text(found->png) + "\" alt=\"How " +
           markup_text(target) + " looks\"></p>\n";
}

std::string item_of(const node& of, const page_visit& visit)
{
    auto text = "<li><code>" + markup_text(joined(of.target, ", ")) + "</code>\n";
    if (!of.html.empty()) text += "<pre>" + markup_text(of.html) + "</pre>\n";
    text += picture_of(of, visit);
    if (of.messages.empty()) return text + "</li>\n";
    text += "<ul>\n";
    for (const auto& each : of.messages) text += element("li", each);
    return text + "</ul></li>\n";
}

enum class kind { violation, unsure };

std::string rule_of(const finding& of, kind what, const page_visit& visit)
{
    const auto impact = std::string(name_of(of.weight));
    const auto shown = std::min(of.nodes.size(), elements_per_rule_max);
    auto text = "<details class=\"" + impact + "\"" + (what == kind::violation ? " open" : "") +
                "><summary><span class=\"impact\">" +
                (what == kind::violation ? impact : "to look at, " + impact) + "</span> <code>" +
                markup_text(of.rule) + "</code> " + markup_text(of.help) + " (" +
                counted(of.nodes.size(), "element") + ")</summary>\n" + element("p", of.description) + "<p>" +
                link(of.help_url, "How to fix " + of.rule) + "</p>\n<ol>\n";
    for (std::size_t i = 0; i < shown; ++i) text += item_of(of.nodes[i], visit);
    text += "</ol>\n";
    if (shown < of.nodes.size())
        text += element("p", "and " + std::to_string(of.nodes.size() - shown) + " more");
    return text + "</details>\n";
}

// What nobody looked at, and what is not shown.
std::string remarks_on(const page_visit& visit)
{
    std::string text;
    for (const auto& each : visit.frames_unseen)
        text += "<p class=\"failed\">Not audited: the frame <code>" + markup_text(each.place) + "</code> " +
                markup_text(each.reason) + "</p>\n";
    for (const auto& each : visit.notes) text += element("p", "Note: " + each);
    if (visit.pictures_left_out > 0)
        text += element("p", "Of " + counted(visit.pictures_left_out, "element") +
                                 " more there is no picture: their number and size have a limit.");
    return text;
}

std::string page_text(const page_outcome& page, std::size_t number)
{
    auto text = "<section><h3 id=\"" + id_of(number) + "\">" + markup_text(title_of(page)) + "</h3>\n";
    if (page.results.has_error())
        return text + "<p class=\"failed\">Not audited: " + markup_text(page.results.error().detail) +
               "</p>\n</section>\n";
    const auto& found = *page.results;
    if (!page.visit.title.empty()) text += element("p", page.visit.title);
    if (found.violations.empty()) text += "<p>No violations.</p>\n";
    text += remarks_on(page.visit);
    for (const auto& each : found.violations) text += rule_of(each, kind::violation, page.visit);
    for (const auto& each : found.incomplete) text += rule_of(each, kind::unsure, page.visit);
    return text + "</section>\n";
}

struct place {
    std::size_t page;
    std::size_t elements;
};

struct rule_places {
    const finding* about;
    std::vector<place> places;
};

std::string rules_text(std::span<const page_outcome> pages)
{
    std::map<std::string, rule_places> rules;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i].results.has_error()) continue;
        for (const auto& each : pages[i].results->violations) {
            auto& of = rules.try_emplace(each.rule, rule_places{&each, {}}).first->second;
            of.places.push_back({i, each.nodes.size()});
        }
    }
    if (rules.empty()) return "<p>No rule is violated.</p>\n";
    std::string text;
    for (const auto& [rule, of] : rules) {
        const auto impact = std::string(name_of(of.about->weight));
        text += "<section class=\"" + impact + "\"><h3><code>" + markup_text(rule) +
                "</code> <span class=\"impact\">" + impact + "</span></h3>\n<p>" +
                markup_text(of.about->description) + "</p>\n<ul>\n";
        for (const auto& [page, elements] : of.places)
            text += "<li><a href=\"#" + id_of(page) + "\">" + markup_text(title_of(pages[page])) +
                    "</a>: " + counted(elements, "element") + "</li>\n";
        text += "</ul></section>\n";
    }
    return text;
}

std::string filter_text(const totals& of)
{
    std::string text = "<fieldset><legend>Impacts that are shown</legend>\n";
    for (auto weight = of.by_impact.size(); weight-- > 0;) {
        const auto name = std::string(name_of(static_cast<impact>(weight)));
        text += "<label><input type=\"checkbox\" id=\"show-" + name + "\" checked> " + name + " (" +
                std::to_string(of.by_impact[weight]) + ")</label>\n";
    }
    return text + "</fieldset>\n";
}

// The totals are lines.
std::string totals_list(const totals& of)
{
    const auto lines = totals_text(of);
    std::string text = "<ul>\n";
    for (std::string_view rest = lines; !rest.empty();) {
        const auto end = rest.find('\n');
        text += element("li", rest.substr(0, end));
        rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
    }
    return text + "</ul>\n";
}

std::string tools_paragraph(std::span<const page_outcome> pages)
{
    const auto with = tools_text(pages);
    return with.empty() ? "" : element("p", "Audited with " + with + '.');
}

}  // namespace

std::string html_report(std::span<const page_outcome> pages)
{
    const auto sum = totals_of(pages);
    std::string text =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>Accessibility audit</title>\n<style>";
    text += html_style;
    text += "</style>\n</head>\n<body>\n<header>\n<h1>Accessibility audit</h1>\n" + totals_list(sum) +
            tools_paragraph(pages) +
            "</header>\n<nav aria-label=\"Parts\"><ul><li><a href=\"#by-page\">By page</a></li>\n"
            "<li><a href=\"#by-rule\">By rule</a></li></ul></nav>\n<main>\n" +
            filter_text(sum) + "<h2 id=\"by-page\">By page</h2>\n";
    for (std::size_t i = 0; i < pages.size(); ++i) text += page_text(pages[i], i);
    return text + "<h2 id=\"by-rule\">By rule</h2>\n" + rules_text(pages) + "</main>\n</body>\n</html>\n";
}

}  // namespace parley::audit
