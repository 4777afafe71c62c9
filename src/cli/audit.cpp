// parley audit: what axe-core finds wrong with pages, in a browser of our own.
//
//   audit TARGET...            the pages, reported                   this file, audit_rounds.cpp
//   audit snapshot TARGET...   the same, compared with snapshots     audit_snapshots.cpp
//   audit report, audit diff   what was saved, without a browser     audit_saved.cpp
//   audit rules, browsers      what there is to audit with           audit_tools.cpp
#include "audit/report/totals.hpp"
#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_known.hpp"
#include "cli/audit_result.hpp"
#include "cli/audit_rounds.hpp"
#include "cli/audit_saved.hpp"
#include "cli/audit_sitemap.hpp"
#include "cli/audit_snapshots.hpp"
#include "cli/audit_start.hpp"
#include "cli/audit_tools.hpp"
#include "cli/audit_watch.hpp"
#include "cli/held_interrupt.hpp"

#include <csignal>
#include <filesystem>
#include <iostream>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view usual_config = "parley-audit.json";
constexpr std::size_t config_bytes_max = 16 * 1024 * 1024;

// All that is read before a browser is started.
struct audit_setup {
    command_line given;
    std::vector<audit_page> pages;
    std::vector<audit_output> outputs;
    std::optional<known_findings> known;
    std::optional<snapshot_plan> snapshots;
    audit::browser_options browser;
};

result<audit_config> read_config(command_line& given)
{
    auto file = given.values.text("config");
    std::error_code unknown;  // of what cannot be followed, reading it says why
    if (file.empty() && fs::status(usual_config, unknown).type() != fs::file_type::not_found)
        file = usual_config;
    if (file.empty()) return audit_config();
    const auto text = read_whole_file(file, config_bytes_max);
    if (!text) return error{errc::invalid_input, "--config: " + file + ": " + text.error().detail};
    return read_audit_config(*text, file, given);
}

// An error of another kind than errc::invalid_input is no wrong usage. Starts the program of --start unless
// it runs.
result<audit_setup> read_setup(const command_line& from, const std::vector<std::string>& operands,
                               snapshot_verb verb, std::unique_ptr<started_program>& program)
{
    audit_setup setup{.given = from, .pages = {}, .outputs = {}, .known = {}, .snapshots = {}, .browser = {}};
    const auto& values = setup.given.values;
    auto config = read_config(setup.given);
    if (!config) return config.error();
    auto outputs = read_outputs(values);
    if (!outputs) return outputs.error();
    setup.outputs = *std::move(outputs);
    if (auto writable = check_writable(setup.outputs); !writable) return writable.error();
    if (auto writable = check_writable(values.text("write-baseline"), "--write-baseline"); !writable)
        return writable.error();
    auto browser = read_browser_options(values);
    if (!browser) return browser.error();
    setup.browser = *std::move(browser);
    auto snapshots = read_snapshot_plan(setup.given, verb);
    if (!snapshots) return snapshots.error();
    setup.snapshots = *std::move(snapshots);
    if (!program) {
        auto started = started_program::start(values);
        if (!started) return started.error();
        program = *std::move(started);
    }
    const auto sitemap = read_sitemap_pages(values);
    if (!sitemap) return sitemap.error();
    if (!sitemap->said.empty()) complain(sitemap->said);
    auto pages = find_pages(setup.given, operands, sitemap->addresses, *config);
    if (!pages) return pages.error();
    setup.pages = *std::move(pages);
    if (setup.snapshots)
        if (auto checked = check_snapshot_names(setup.pages); !checked) return checked.error();
    auto known = known_findings::read(values, config->ignored, setup.pages);
    if (!known) return known.error();
    setup.known = *std::move(known);
    return setup;
}

// In the order of the pages, with what is known taken out.
struct flat_outcomes {
    std::vector<audit::page_outcome> outcomes = {};
    std::vector<audit::thresholds> limits = {};
    std::vector<audit::snapshot_place> places = {};
    std::string baseline = {};  // of all that is not ignored, and of pages that were not audited
};

flat_outcomes flattened(audited_pages run, audit_setup& setup)
{
    flat_outcomes flat;
    auto& visits = run.visits;
    auto& audited = run.audited;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const auto& page = setup.pages[visits[i].page];
        for (std::size_t k = 0; k < audited[i].outcomes.size(); ++k) {
            auto& outcome = audited[i].outcomes[k];
            setup.known->take_ignored(outcome, visits[i].page);
            flat.outcomes.push_back(std::move(outcome));
            flat.limits.push_back(page.options.limits);
            flat.places.push_back({page.snapshot_name,
                                   std::string(audit::name_of(setup.browser.kind)) +
                                       (visits[i].view.empty() ? "" : ' ' + visits[i].view),
                                   audited[i].states[k]});
        }
    }
    flat.baseline = setup.known->baseline_of(flat.outcomes);
    for (auto& each : flat.outcomes) setup.known->take_known(each);
    return flat;
}

exit_status report(const flat_outcomes& flat, const audit_setup& setup)
{
    const auto& values = setup.given.values;
    const auto usual = setup.snapshots ? usual_report::none : usual_report::shown;
    bool is_whole = write_outputs(setup.outputs, flat.outcomes, usual);
    for (const auto& each : setup.known->warnings()) complain(each);
    auto status = status_of(
        audit::judge(flat.outcomes, flat.limits, static_cast<std::size_t>(values.number("max-violations"))));
    if (setup.snapshots)
        status = settle_snapshots(*setup.snapshots, flat.outcomes, flat.places, setup.outputs);
    if (const auto file = values.text("write-baseline"); !file.empty()) {
        const auto written = write_whole(file, flat.baseline);
        if (!written) complain(written.error().detail);
        is_whole = is_whole && written;
        // That is what is known from now on; snapshots are kept apart from it.
        if (written && status == found_problems && !setup.snapshots) status = good;
    }
    return is_whole ? status : could_not_run;
}

exit_status refuse(const error& what)
{
    complain(what.detail);
    return what.code == errc::invalid_input ? wrong_usage : could_not_run;
}

struct ended_run {
    exit_status status;
    bool is_stopped;  // by Ctrl-C
};

ended_run audit_once(audit_setup& setup, const std::unique_ptr<started_program>& program)
{
    auto run = audit_rounds(setup.pages, setup.browser, setup.outputs, setup.given.values, *setup.known);
    if (program)
        if (const auto ended = program->complaint()) complain(*ended);
    if (!run) return {refuse(run.error()), false};
    if (setup.snapshots && !run->has_seen_all && setup.snapshots->rules.files == audit::leftover::is_removed)
        setup.snapshots->rules.files = audit::leftover::is_listed;
    const bool is_stopped = run->is_stopped;
    return {report(flattened(*std::move(run), setup), setup), is_stopped};
}

// What of a run lies in files, and where it writes itself.
result<file_watch> watch_of(const audit_setup& setup)
{
    const auto& values = setup.given.values;
    auto roots = files_of(setup.pages);
    if (const auto served = values.text("serve"); !served.empty()) roots.emplace_back(served);
    if (roots.empty())
        return error{errc::invalid_input,
                     "--watch has no files to watch: name a file or a folder, or give the "
                     "folder that they come from with --serve"};
    std::vector<fs::path> except;
    for (const auto& each : setup.outputs)
        if (!each.file.empty()) except.emplace_back(each.file);
    if (setup.snapshots) except.push_back(setup.snapshots->folder);
    if (const auto file = values.text("write-baseline"); !file.empty()) except.emplace_back(file);
    for (const auto& page : setup.pages)
        for (const auto& step : page.options.plan.actions)
            if (step.kind == audit::action_kind::screenshot) except.emplace_back(step.value);
    return file_watch(std::move(roots), std::move(except));
}

exit_status audit_pages(const command_line& given, const std::vector<std::string>& operands,
                        snapshot_verb verb)
{
    std::unique_ptr<started_program> program;
    auto setup = read_setup(given, operands, verb, program);
    if (!setup) return refuse(setup.error());
    say_what_root_means(setup->given.values);
    if (!given.values.is_set("watch")) return audit_once(*setup, program).status;
    auto watch = watch_of(*setup);
    if (!watch) return refuse(watch.error());
    held_interrupt asked;
    for (;;) {
        const auto ended = setup ? audit_once(*setup, program) : ended_run{refuse(setup.error()), false};
        if (ended.is_stopped || asked.has_come()) return ended.status;
        std::cerr << "parley: watching " << audit::counted(watch->files(), "file") << "; Ctrl-C ends\n";
        if (!watch->wait()) return ended.status;
        setup = read_setup(given, operands, verb, program);
    }
}

}  // namespace

exit_status run_audit(const command_line& given)
{
    std::signal(SIGPIPE, SIG_IGN);  // a report that nobody reads must not leave a browser behind
    auto operands = given.operands;
    const auto verb = operands.empty() ? std::string() : operands.front();
    if (verb == "report") return report_saved_audit(given);
    if (verb == "diff") return compare_saved_audits(given);
    if (verb == "rules") return list_audit_rules(given);
    if (verb == "browsers") return list_audit_browsers(given);
    const bool is_snapshot = verb == "snapshot";
    if (is_snapshot) operands.erase(operands.begin());
    return audit_pages(given, operands, is_snapshot ? snapshot_verb::said : snapshot_verb::none);
}

}  // namespace parley::cli
