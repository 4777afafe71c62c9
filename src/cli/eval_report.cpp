#include "cli/eval_report.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace parley::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t questions_shown_max = 20;
constexpr std::size_t shown_bytes_max = 100;  // of a question
constexpr std::size_t label_columns = 22;
constexpr std::size_t number_columns = 9;

std::string counted(std::size_t count, const std::string& thing)
{
    return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

std::string shortened(std::string_view text)
{
    const auto shown = utf8::prefix(text, shown_bytes_max);
    return printable_line(shown) + (shown.size() < text.size() ? "…" : "");
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& each : names) text += (text.empty() ? "" : ", ") + printable_line(each);
    return text;
}

std::string decimals(double value, const char* format)
{
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), format, value);
    return digits.data();
}

std::string cell(const std::optional<double>& value, const char* format = "%.3f")
{
    const auto text = value ? decimals(*value, format) : "-";
    return std::string(number_columns - std::min(number_columns, text.size()), ' ') + text;
}

std::string label(std::string_view name)
{
    std::string text(name);
    text.resize(label_columns, ' ');
    return text;
}

std::string metric_lines(const eval::run& of, const eval::totals& made)
{
    std::string text;
    for (const auto& each : eval::metrics) {
        if (!(made.mean.*each.value)) continue;
        const auto count =
            static_cast<std::size_t>(std::count_if(of.judged.begin(), of.judged.end(), [&](const auto& one) {
                return (one.made.*each.value).has_value();
            }));
        text +=
            label(each.label) + cell(made.mean.*each.value) + "  over " + counted(count, "question") + "\n";
    }
    return text;
}

std::string time_line(std::string_view name, const eval::spread& ms)
{
    return label(name) + cell(ms.p50, "%.1f") + "  ms in half of all, " + decimals(ms.p99, "%.1f") +
           " ms in 99 of 100\n";
}

// Why a question is worth a look; empty when it is not.
std::string complaint_about(const eval::judged_question& of)
{
    const auto& seen = of.seen;
    if (!of.asked.is_answerable())
        return seen.is_refusal
                   ? ""
                   : "answered from " + listed(seen.cited) + ", though the documents do not answer";
    const auto wanted = listed(of.asked.relevant);
    if (of.made.hit == 0)
        return wanted + " is not among its sources" + (seen.is_refusal ? "; it was refused" : "");
    if (seen.is_refusal) return "refused, though " + wanted + " answers and a source of it was found";
    if (of.made.citation_precision == 0) return "cites " + listed(seen.cited) + ", not " + wanted;
    return "";
}

// `id: question`, or the question alone where it is the id.
std::string named(const eval::question& asked)
{
    return (asked.id == asked.text ? "" : printable_line(asked.id) + ": ") + shortened(asked.text);
}

void append_remaining(std::string& text, std::size_t count)
{
    if (count > questions_shown_max)
        text += "  and " + std::to_string(count - questions_shown_max) + " more, which --json tells\n";
}

std::string questions_to_look_at(const eval::run& of)
{
    std::string text;
    std::size_t count = 0;
    const auto add = [&](const std::string& name, const std::string& complaint) {
        if (complaint.empty() || ++count > questions_shown_max) return;
        text += "  " + name + "\n    " + complaint + "\n";
    };
    for (const auto& each : of.failed) add(printable_line(each.id), printable_line(each.reason));
    for (const auto& each : of.judged) add(named(each.asked), complaint_about(each));
    append_remaining(text, count);
    return text.empty() ? "" : "\nworth a look:\n" + text;
}

std::string_view colour_of(const eval::metric_change& change, colours how)
{
    if (how == colours::none || change.difference() == 0) return "";
    return change.difference() > 0 ? "\x1b[32m" : "\x1b[31m";
}

std::string change_line(const eval::metric_change& change, colours how)
{
    const auto colour = std::string(colour_of(change, how));
    const auto by = change.before && change.now ? std::optional(change.difference()) : std::nullopt;
    return label(change.which->label) + cell(change.before) + cell(change.now) + colour + cell(by, "%+.3f") +
           (colour.empty() ? "" : "\x1b[0m") + "\n";
}

std::string changed_questions(const std::string& heading, const std::vector<eval::question_change>& questions)
{
    if (questions.empty()) return "";
    std::string text = "\n" + heading + ", " + counted(questions.size(), "question") + ":\n";
    for (std::size_t i = 0; i < std::min(questions.size(), questions_shown_max); ++i) {
        text += "  " + shortened(questions[i].id) + "\n   ";
        for (const auto& each : questions[i].metrics)
            text += " " + std::string(each.which->label) + decimals(*each.before, " %.2f") +
                    decimals(*each.now, " -> %.2f") + (&each == &questions[i].metrics.back() ? "\n" : ",");
    }
    append_remaining(text, questions.size());
    return text;
}

json::object change_json(const eval::metric_change& change)
{
    json::object made;
    if (change.before) made["before"] = *change.before;
    if (change.now) made["now"] = *change.now;
    return made;
}

json::object changes_json(const std::vector<eval::metric_change>& changes)
{
    json::object made;
    for (const auto& each : changes) made[each.which->name] = change_json(each);
    return made;
}

json::array questions_json(const std::vector<eval::question_change>& questions)
{
    json::array made;
    for (const auto& each : questions)
        made.push_back(json::object{{"id", each.id}, {"metrics", changes_json(each.metrics)}});
    return made;
}

}  // namespace

std::string run_text(const eval::run& of)
{
    const auto made = eval::total(of);
    auto text = counted(of.judged.size(), "question") + ", of which the documents answer " +
                std::to_string(made.answerable) + "; answers are " +
                (of.writer == "extracts" ? of.writer : "by " + printable_line(of.writer)) + " and draw on " +
                counted(of.top, "passage") + "\n\n" + metric_lines(of, made);
    if (made.refused_wrongly + made.answered_wrongly > 0)
        text += label("  of which wrong") + "           " + std::to_string(made.refused_wrongly) +
                " refused that have an answer, " + std::to_string(made.answered_wrongly) +
                " answered that have none\n";
    if (made.sentences > 0)
        text += label("  sentences") + "           " + std::to_string(made.unsupported) + " of " +
                std::to_string(made.sentences) + " are borne out by no source\n";
    text += time_line("search", made.retrieval_ms) + time_line("first word", made.first_word_ms) +
            time_line("whole answer", made.answer_ms);
    return text + questions_to_look_at(of);
}

std::string comparison_text(const eval::comparison& of, double tolerance, colours how)
{
    auto text = "\ncompared over " + counted(of.both, "question");
    if (of.only_before + of.only_now > 0)
        text += "; left out: " + std::to_string(of.only_before) + " asked only before, " +
                std::to_string(of.only_now) + " only now";
    text += "\n\n" + label("") + "   before      now\n";
    for (const auto& each : of.metrics)
        if (each.before || each.now) text += change_line(each, how);
    text += changed_questions("better", of.better) + changed_questions("worse", of.worse);
    const auto down = eval::fallen(of, tolerance);
    if (down.empty()) return text + "\nno metric fell by more than " + decimals(tolerance, "%g") + "\n";
    std::vector<std::string> names;
    for (const auto& each : down) names.emplace_back(each.which->label);
    return text + "\nfell by more than " + decimals(tolerance, "%g") + ": " + listed(names) + "\n";
}

json::object comparison_json(const eval::comparison& of, double tolerance)
{
    return {{"type", "comparison"},
            {"questions", of.both},
            {"only_before", of.only_before},
            {"only_now", of.only_now},
            {"metrics", changes_json(of.metrics)},
            {"better", questions_json(of.better)},
            {"worse", questions_json(of.worse)},
            {"fallen", changes_json(eval::fallen(of, tolerance))}};
}

}  // namespace parley::cli
