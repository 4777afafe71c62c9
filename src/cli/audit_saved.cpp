#include "cli/audit_saved.hpp"

#include "audit/report/run_json.hpp"
#include "audit/report/totals.hpp"
#include "audit/snapshot/comparison.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_options.hpp"
#include "cli/audit_result.hpp"

#include <iostream>
#include <map>

namespace parley::cli {
namespace {

// By page; a snapshot has no page.
using saved_counts = std::map<std::string, audit::snapshot_counts>;

exit_status refuse(const error& what)
{
    complain(what.detail);
    return wrong_usage;
}

result<std::string> read_named(const std::string& name)
{
    auto text = read_whole_file(name);
    if (!text) return error{errc::invalid_input, printable_line(name) + ": " + text.error().detail};
    return text;
}

result<std::vector<audit::page_outcome>> read_pages(const std::string& name)
{
    const auto text = read_named(name);
    if (!text) return text.error();
    auto pages = audit::read_run_json(*text);
    if (!pages) return error{errc::invalid_input, printable_line(name) + ": " + pages.error().detail};
    return pages;
}

// Results, or a snapshot.
result<saved_counts> read_counts(const std::string& name)
{
    const auto text = read_named(name);
    if (!text) return text.error();
    const auto begin = text->find_first_not_of(" \t\r\n");
    const bool is_json = begin != text->npos && ((*text)[begin] == '{' || (*text)[begin] == '[');
    if (!is_json) {
        auto counts = audit::read_snapshot(*text, name);
        if (!counts) return error{errc::invalid_input, counts.error().detail};
        return saved_counts{{"", *std::move(counts)}};
    }
    const auto pages = audit::read_run_json(*text);
    if (!pages) return error{errc::invalid_input, printable_line(name) + ": " + pages.error().detail};
    saved_counts counts;
    for (const auto& each : *pages) {
        if (!each.results) continue;
        auto read = audit::read_snapshot(audit::snapshot_text(*each.results), title_of(each));
        if (!read) return error{errc::invalid_input, printable_line(name) + ": " + read.error().detail};
        counts[title_of(each)] = *std::move(read);
    }
    return counts;
}

std::string lines_of(std::string_view what, const std::vector<std::string>& keys)
{
    std::string text;
    for (const auto& each : keys) text += "  " + std::string(what) + ' ' + printable_line(each) + '\n';
    return text;
}

std::string change_text(const audit::snapshot_changes& changes, const audit::snapshot_counts& before,
                        const audit::snapshot_counts& now)
{
    auto text = lines_of("new:", changes.added) + lines_of("gone:", changes.removed);
    for (const auto& [what, keys] :
         {std::pair("more: ", &changes.increased), {"fewer: ", &changes.decreased}})
        for (const auto& each : *keys)
            text += "  " + std::string(what) + printable_line(each) + ", " + std::to_string(before.at(each)) +
                    " before, " + std::to_string(now.at(each)) + " now\n";
    for (const auto& each : changes.reweighed)
        text +=
            "  other impact: " + printable_line(each.before) + " is now " + printable_line(each.now) + '\n';
    return text;
}

std::string difference_text(const saved_counts& before, const saved_counts& now)
{
    // A snapshot is compared with the one page of results.
    const bool is_of_one = before.size() == 1 && now.size() == 1 &&
                           (before.begin()->first.empty() || now.begin()->first.empty());
    if (is_of_one) {
        const auto& old_counts = before.begin()->second;
        const auto& new_counts = now.begin()->second;
        return change_text(audit::compare_snapshots(old_counts, new_counts), old_counts, new_counts);
    }
    std::string text;
    for (const auto& [page, counts] : now) {
        const auto old_page = before.find(page);
        if (old_page == before.end()) {
            text += printable_line(page) + ": a new page\n";
            continue;
        }
        const auto changes =
            change_text(audit::compare_snapshots(old_page->second, counts), old_page->second, counts);
        if (!changes.empty()) text += printable_line(page) + ":\n" + changes;
    }
    for (const auto& [page, counts] : before)
        if (!now.contains(page)) text += printable_line(page) + ": is no longer there\n";
    return text;
}

}  // namespace

exit_status report_saved_audit(const command_line& given)
{
    if (given.operands.size() != 2) {
        complain("parley audit report takes one file of results (see parley audit --help)");
        return wrong_usage;
    }
    const auto outputs = read_outputs(given.values);
    if (!outputs) return refuse(outputs.error());
    if (const auto writable = check_writable(*outputs); !writable) return refuse(writable.error());
    const auto options = read_page_options(given.values);
    if (!options) return refuse(options.error());
    const auto pages = read_pages(given.operands[1]);
    if (!pages) return refuse(pages.error());
    if (!write_outputs(*outputs, *pages, usual_report::shown)) return could_not_run;
    const std::vector<audit::thresholds> limits(pages->size(), options->limits);
    return status_of(judge(*pages, limits, static_cast<std::size_t>(given.values.number("max-violations"))));
}

exit_status compare_saved_audits(const command_line& given)
{
    if (given.operands.size() != 3) {
        complain("parley audit diff takes two files, of results or snapshots (see parley audit --help)");
        return wrong_usage;
    }
    const auto before = read_counts(given.operands[1]);
    if (!before) return refuse(before.error());
    const auto now = read_counts(given.operands[2]);
    if (!now) return refuse(now.error());
    const auto text = difference_text(*before, *now);
    std::cout << text;
    return text.empty() ? good : found_problems;
}

}  // namespace parley::cli
