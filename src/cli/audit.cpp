// parley audit: what axe-core finds wrong with pages, in a browser of our own.
//
//   audit TARGET...            the pages, reported                   this file
//   audit snapshot TARGET...   the same, compared with snapshots     audit_snapshots.cpp
//   audit report, audit diff   what was saved, without a browser     audit_saved.cpp
//   audit rules, browsers      what there is to audit with           audit_tools.cpp
#include "base/whole_file.hpp"
#include "cli/arguments.hpp"
#include "cli/audit_browser.hpp"
#include "cli/audit_known.hpp"
#include "cli/audit_result.hpp"
#include "cli/audit_saved.hpp"
#include "cli/audit_site.hpp"
#include "cli/audit_sitemap.hpp"
#include "cli/audit_snapshots.hpp"
#include "cli/audit_tools.hpp"

#include <csignal>
#include <filesystem>
#include <iostream>
#include <map>

namespace parley::cli {
namespace {

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
    if (file.empty() && std::filesystem::exists(usual_config)) file = usual_config;
    if (file.empty()) return audit_config();
    const auto text = read_whole_file(file, config_bytes_max);
    if (!text) return error{errc::invalid_input, "--config: " + file + ": " + text.error().detail};
    return read_audit_config(*text, file, given);
}

// An error of another kind than errc::invalid_input is no wrong usage.
result<audit_setup> read_setup(const command_line& from, std::vector<std::string> operands,
                               snapshot_verb verb)
{
    audit_setup setup{.given = from, .pages = {}, .outputs = {}, .known = {}, .snapshots = {}, .browser = {}};
    const auto& values = setup.given.values;
    auto config = read_config(setup.given);
    if (!config) return config.error();
    auto outputs = read_outputs(values);
    if (!outputs) return outputs.error();
    setup.outputs = *std::move(outputs);
    if (auto writable = check_writable(setup.outputs); !writable) return writable.error();
    auto browser = read_browser_options(values);
    if (!browser) return browser.error();
    setup.browser = *std::move(browser);
    auto snapshots = read_snapshot_plan(setup.given, verb);
    if (!snapshots) return snapshots.error();
    setup.snapshots = *std::move(snapshots);
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

// Folders are served once each, however many of their pages are audited.
class sites {
public:
    result<std::string> address_of(const audit::target& where)
    {
        if (!where.address.empty()) return where.address;
        auto& site = served_[where.folder];
        if (!site) {
            auto made = audit_site::serve(where.folder);
            if (!made) return made.error();
            site = *std::move(made);
        }
        return site->address() + where.path;
    }

private:
    std::map<std::string, std::unique_ptr<audit_site>> served_;
};

result<std::vector<audit_visit>> visits_of(const std::vector<audit_page>& pages, sites& served)
{
    std::vector<audit_visit> visits;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto& page = pages[i];
        const auto address = served.address_of(page.where);
        if (!address) return address.error();
        for (const auto& view : page.options.views) {
            audit_visit visit{.page = i,
                              .name = page.name,
                              .file = page.where.file,
                              .view = name_of_view(view, page.options.views),
                              .plan = page.options.plan,
                              .retries = page.options.retries,
                              .interval = page.options.interval};
            visit.plan.address = *address;
            visit.plan.view = view;
            visits.push_back(std::move(visit));
        }
    }
    return visits;
}

// What a stopped run did not come to is not audited.
void fill_in(std::vector<audited_visit>& audited, const std::vector<audit_visit>& visits)
{
    audited.resize(visits.size());
    for (std::size_t i = 0; i < visits.size(); ++i) {
        if (!audited[i].outcomes.empty()) continue;
        audited[i].outcomes.push_back({.page = visits[i].name,
                                       .variant = visits[i].view,
                                       .file = visits[i].file,
                                       .results = error{errc::cancelled, "stopped before it was audited"}});
        audited[i].states.emplace_back();
    }
}

// In the order of the pages, with what is known taken out.
struct flat_outcomes {
    std::vector<audit::page_outcome> outcomes = {};
    std::vector<audit::thresholds> limits = {};
    std::vector<audit::snapshot_place> places = {};
    std::string baseline = {};  // of all that is not ignored
};

flat_outcomes flattened(std::vector<audited_visit> audited, const std::vector<audit_visit>& visits,
                        audit_setup& setup)
{
    flat_outcomes flat;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const auto& page = setup.pages[visits[i].page];
        for (std::size_t k = 0; k < audited[i].outcomes.size(); ++k) {
            auto& outcome = audited[i].outcomes[k];
            setup.known->take_ignored(outcome, visits[i].page);
            flat.outcomes.push_back(std::move(outcome));
            flat.limits.push_back(page.options.limits);
            flat.places.push_back({page.snapshot_name,
                                   "chromium" + (visits[i].view.empty() ? "" : ' ' + visits[i].view),
                                   audited[i].states[k]});
        }
    }
    flat.baseline = audit::baseline::of(flat.outcomes).text();
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
        if (written && status == found_problems) status = good;  // that is what is known from now on
    }
    return is_whole ? status : could_not_run;
}

exit_status refuse(const error& what)
{
    complain(what.detail);
    return what.code == errc::invalid_input ? wrong_usage : could_not_run;
}

exit_status audit_pages(const command_line& given, std::vector<std::string> operands, snapshot_verb verb)
{
    auto setup = read_setup(given, std::move(operands), verb);
    if (!setup) return refuse(setup.error());
    sites served;
    const auto visits = visits_of(setup->pages, served);
    if (!visits) return refuse(visits.error());
    std::vector<audited_visit> audited;
    const auto ended = audit_in_browser(setup->browser, setup->given.values, *visits, audited);
    if (!ended) {
        complain(ended.error().detail);
        if (ended.error().code != errc::cancelled) return could_not_run;
    }
    fill_in(audited, *visits);
    return report(flattened(std::move(audited), *visits, *setup), *setup);
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
    return audit_pages(given, std::move(operands), is_snapshot ? snapshot_verb::said : snapshot_verb::none);
}

}  // namespace parley::cli
