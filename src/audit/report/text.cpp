#include "audit/report/text.hpp"

#include "audit/report/joined.hpp"
#include "audit/report/python_literal.hpp"

#include <algorithm>

namespace parley::audit {
namespace {

std::string without_newlines(std::string text)
{
    text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
    return text;
}

std::string element_text(const node& of, std::size_t number)
{
    auto text = "\n\n\t" + std::to_string(number) + ")\tTarget: " + joined(of.target, ", ");
    text += "\n\t\tSnippet: " + without_newlines(of.html);
    text += "\n\t\tMessages:";
    for (const auto& message : of.messages) text += "\n\t\t* " + message;
    return text;
}

std::string rule_text(const finding& of)
{
    auto text = "Rule Violated:\n" + of.rule + " - " + of.description + '\n';
    text += "\tURL: " + of.help_url + '\n';
    text += "\tImpact Level: " + python_name(of.weight) + '\n';
    text += "\tTags: " + python_list(of.tags) + '\n';
    text += "\tElements Affected:\n";
    for (std::size_t i = 0; i < of.nodes.size(); ++i) text += element_text(of.nodes[i], i + 1);
    return text + '\n';
}

}  // namespace

std::string text_report(const page_results& of)
{
    auto text = "Found " + std::to_string(of.violations.size()) + " accessibility violations:\n";
    for (const auto& each : of.violations) text += rule_text(each);
    return text;
}

std::string text_report(const page_results& of, std::string_view rule)
{
    std::string text;
    for (const auto& each : of.violations)
        if (each.rule == rule) text += rule_text(each);
    return text;
}

}  // namespace parley::audit
