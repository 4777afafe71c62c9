#include "cli/audit_saved.hpp"

#include "audit/report/run_json.hpp"
#include "audit/report/totals.hpp"
#include "audit/snapshot/comparison.hpp"
#include "base/is_one_of.hpp"
#include "base/printable.hpp"
#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_known.hpp"
#include "cli/audit_options.hpp"
#include "cli/audit_result.hpp"

#include <array>
#include <iostream>
#include <map>
#include <set>
#include <span>

namespace parley::cli {
namespace {

constexpr std::array<std::string_view, 7> options_of_report = {
    "format", "json", "fail-on", "fail-on-incomplete", "max-violations", "ignore", "baseline"};

struct page_counts {
    std::string page = {};  // without its variant
    audit::snapshot_counts counts = {};
};

// By page with its variant; a snapshot has no page.
struct saved_counts {
    std::map<std::string, page_counts> pages = {};
    std::set<std::string> failed_pages = {};    // nothing can be said of what is missing of them
    std::vector<std::string> not_audited = {};  // for people
};

exit_status refuse(const error& what)
{
    complain(what.detail);
    return wrong_usage;
}

// What stands in the environment may be meant for other verbs.
result<void> check_options(const command_line& given, std::span<const std::string_view> taken)
{
    for (const auto& each : given.flags)
        if (!is_one_of(taken, each))
            return error{errc::invalid_input, "parley audit " + given.operands.front() + " takes no --" +
                                                  each + " (see parley audit --help)"};
    return {};
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
        return saved_counts{.pages = {{"", {.counts = *std::move(counts)}}}};
    }
    const auto pages = audit::read_run_json(*text);
    if (!pages) return error{errc::invalid_input, printable_line(name) + ": " + pages.error().detail};
    saved_counts saved;
    for (const auto& each : *pages) {
        if (!each.results) {
            saved.failed_pages.insert(each.page);
            saved.not_audited.push_back(title_of(each) + ", in " + name + ": " + each.results.error().detail);
            continue;
        }
        auto read = audit::read_snapshot(audit::snapshot_text(*each.results), title_of(each));
        if (!read) return error{errc::invalid_input, printable_line(name) + ": " + read.error().detail};
        saved.pages[title_of(each)] = {each.page, *std::move(read)};
    }
    return saved;
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

// A page of which one file has nothing, since it was not audited there, is neither new nor gone.
bool is_missing(const std::string& title, const std::string& page, const saved_counts& in)
{
    const bool is_snapshot = page.empty() && title.empty();
    return !in.pages.contains(title) &&
           (is_snapshot ? in.failed_pages.empty() : !in.failed_pages.contains(page));
}

std::string difference_text(const saved_counts& before, const saved_counts& now)
{
    // A snapshot is compared with the one page of results.
    const bool is_of_one = before.pages.size() == 1 && now.pages.size() == 1 &&
                           (before.pages.contains("") || now.pages.contains(""));
    if (is_of_one) {
        const auto& old_counts = before.pages.begin()->second.counts;
        const auto& new_counts = now.pages.begin()->second.counts;
        return change_text(audit::compare_snapshots(old_counts, new_counts), old_counts, new_counts);
    }
    std::string text;
    for (const auto& [title, page] : now.pages) {
        if (is_missing(title, page.page, before)) text += printable_line(title) + ": a new page\n";
        const auto old_page = before.pages.find(title);
        if (old_page == before.pages.end()) continue;
        const auto& old_counts = old_page->second.counts;
        const auto changes =
            change_text(audit::compare_snapshots(old_counts, page.counts), old_counts, page.counts);
        if (!changes.empty()) text += printable_line(title) + ":\n" + changes;
    }
    for (const auto& [title, page] : before.pages)
        if (is_missing(title, page.page, now)) text += printable_line(title) + ": is no longer there\n";
    return text;
}

// Complains of them; says whether there are any.
bool has_failures(const saved_counts& in)
{
    for (const auto& each : in.not_audited) complain("not audited: " + printable_line(each));
    return !in.not_audited.empty();
}

}  // namespace

exit_status report_saved_audit(const command_line& given)
{
    const auto& values = given.values;
    if (const auto taken = check_options(given, options_of_report); !taken) return refuse(taken.error());
    if (given.operands.size() != 2) {
        complain("parley audit report takes one file of results (see parley audit --help)");
        return wrong_usage;
    }
    const auto outputs = read_outputs(values);
    if (!outputs) return refuse(outputs.error());
    if (const auto writable = check_writable(*outputs); !writable) return refuse(writable.error());
    const auto options = read_page_options(values);
    if (!options) return refuse(options.error());
    auto pages = read_pages(given.operands[1]);
    if (!pages) return refuse(pages.error());
    auto known = known_findings::read(values, {}, {});
    if (!known) return refuse(known.error());
    for (auto& each : *pages) {
        each.unsure_counts_from = audit::unsure_counts_from(options->limits);
        known->take_ignored(each, 0);
        known->take_known(each);
    }
    const bool is_whole = write_outputs(*outputs, *pages, usual_report::shown);
    for (const auto& each : known->warnings()) complain(each);
    if (!is_whole) return could_not_run;
    const std::vector<audit::thresholds> limits(pages->size(), options->limits);
    return status_of(judge(*pages, limits, static_cast<std::size_t>(values.number("max-violations"))));
}

exit_status compare_saved_audits(const command_line& given)
{
    if (const auto taken = check_options(given, {}); !taken) return refuse(taken.error());
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
    const bool was_whole = !has_failures(*before);
    const bool is_whole = !has_failures(*now);
    if (!was_whole || !is_whole) return could_not_run;
    return text.empty() ? good : found_problems;
}

}  // namespace parley::cli
