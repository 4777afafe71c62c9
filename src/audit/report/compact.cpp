#include "audit/report/compact.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/totals.hpp"
#include "audit/verdict.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

constexpr std::size_t message_bytes_max = 240;
constexpr std::string_view frame_rule = "frame-tested";

std::string_view colour_of(impact weight)
{
    switch (weight) {
        case impact::critical:
            return "\x1b[1;31m";
        case impact::serious:
            return "\x1b[31m";
        case impact::moderate:
            return "\x1b[33m";
        case impact::minor:
        case impact::none:
            break;
    }
    return "\x1b[36m";
}

std::string shortened(const std::string& text)
{
    auto line = printable_line(text);
    if (line.size() <= message_bytes_max) return line;
    return std::string(utf8::prefix(line, message_bytes_max)) + "…";
}

class writer {
public:
    explicit writer(colour with) : with_(with) {}

    void write(const page_outcome& page)
    {
        const auto title = printable_line(title_of(page));
        if (page.results.has_error()) {
            begin_line("NOT AUDITED", impact::critical);
            text += title + ": " + printable_line(page.results.error().detail) + '\n';
            return;
        }
        for (const auto& each : page.results->violations) write(each, name_of(each.weight), title);
        const auto& unseen = page.visit.frames_unseen;
        for (const auto& each : unseen) {
            begin_line("not audited", impact::serious);
            text +=
                "frame  " + title + "  " + printable_line(each.place) + "  " + shortened(each.reason) + '\n';
        }
        for (const auto& each : page.results->incomplete) {
            if (each.rule == frame_rule && unseen.empty())
                write(each, "not audited", title);
            else if (is_unsure_and_counts(each, page))
                write(each, "to look at", title);
        }
        for (const auto& each : page.visit.notes)
            text += "note      " + title + ": " + shortened(each) + '\n';
    }

    std::string text;

private:
    void write(const finding& of, std::string_view what, const std::string& title)
    {
        const auto shown = std::min(of.nodes.size(), elements_per_rule_max);
        for (std::size_t i = 0; i < shown; ++i) {
            const auto& element = of.nodes[i];
            const auto& said = element.messages.empty() ? of.help : joined(element.messages, "; ");
            begin_line(what, of.weight);
            text += printable_line(of.rule) + "  " + title + "  " +
                    printable_line(joined(element.target, ", ")) + "  " + shortened(said) + '\n';
        }
        if (shown == of.nodes.size()) return;
        begin_line(what, of.weight);
        text += printable_line(of.rule) + "  " + title + "  and " + std::to_string(of.nodes.size() - shown) +
                " more\n";
    }

    void begin_line(std::string_view what, impact weight)
    {
        constexpr std::size_t column = 10;
        if (with_ == colour::shown) text += colour_of(weight);
        text += what;
        if (with_ == colour::shown) text += "\x1b[0m";
        text.append(what.size() < column ? column - what.size() : 2, ' ');
    }

    colour with_;
};

}  // namespace

std::string compact_report(std::span<const page_outcome> pages, colour with)
{
    writer to(with);
    for (const auto& page : pages) to.write(page);
    if (!to.text.empty()) to.text += '\n';
    const auto with_what = tools_text(pages);
    return to.text + totals_text(totals_of(pages)) + (with_what.empty() ? "" : with_what + '\n');
}

}  // namespace parley::audit
