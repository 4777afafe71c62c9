#include "cli/audit_snapshots.hpp"

#include "audit/report/totals.hpp"
#include "base/printable.hpp"
#include "cli/arguments.hpp"

#include <algorithm>
#include <iostream>

namespace parley::cli {
namespace {

error mistake(std::string what)
{
    return {errc::invalid_input, std::move(what) + " (see parley audit --help)"};
}

// Complains of pages that were not audited; says whether there are any.
bool has_failures(const std::vector<audit::page_outcome>& outcomes)
{
    bool has_failed = false;
    for (const auto& each : outcomes) {
        if (each.results) continue;
        has_failed = true;
        complain("not audited: " + printable_line(title_of(each)) + ": " +
                 printable_line(each.results.error().detail));
    }
    return has_failed;
}

}  // namespace

result<std::optional<snapshot_plan>> read_snapshot_plan(const command_line& given, snapshot_verb verb)
{
    const auto& values = given.values;
    const auto folder = values.text("snapshot");
    const bool is_wanted = verb == snapshot_verb::said || !folder.empty();
    if (!is_wanted) {
        for (const auto* flag : {"update", "prune", "strict", "fixed-ok", "detail"})
            if (given.flags.contains(flag))
                return mistake("--" + std::string(flag) + " goes with parley audit snapshot");
        if (given.flags.contains("dir")) return mistake("--dir goes with parley audit snapshot");
        return std::optional<snapshot_plan>();
    }
    if (values.is_set("prune") && !values.is_set("update")) return mistake("--prune goes with --update");
    if (values.is_set("strict") && values.is_set("update"))
        return mistake("--strict leaves snapshots aside, so there is nothing to --update");
    if (values.is_set("strict")) return std::optional<snapshot_plan>();
    snapshot_plan plan{.folder = folder.empty() ? values.text("dir") : folder, .rules = {}};
    if (values.is_set("update")) plan.rules.what = audit::snapshots::are_written;
    if (values.is_set("prune")) plan.rules.files = audit::leftover::is_removed;
    if (values.is_set("fixed-ok")) plan.rules.fixed = audit::good_news::passes;
    const auto detail = values.text("detail");
    if (detail != "counts" && detail != "targets") return mistake("--detail takes counts or targets");
    plan.rules.update_command = "parley audit snapshot --update";
    if (detail == "targets") {
        plan.rules.detail = audit::snapshot_detail::targets;
        plan.rules.update_command += " --detail targets";
    }
    return std::optional(std::move(plan));
}

exit_status settle_snapshots(const snapshot_plan& plan, const std::vector<audit::page_outcome>& outcomes,
                             const std::vector<audit::snapshot_place>& places,
                             const std::vector<audit_output>& outputs)
{
    audit::snapshot_folder folder(plan.folder, plan.rules);
    bool is_whole = !has_failures(outcomes);
    const auto settle = [&is_whole](const result<void>& done) {
        if (done) return;
        complain(done.error().detail);
        is_whole = false;
    };
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].results)
            settle(folder.take(places[i], *outcomes[i].results));
        else
            folder.keep(places[i]);
    }
    settle(folder.finish());
    auto text = folder.text();
    if (text.empty() && is_whole)
        text = audit::counted(outcomes.size(), "snapshot") + " as kept in " + plan.folder.string() + '\n';
    const bool is_taken = std::ranges::any_of(outputs, [](const auto& each) { return each.file.empty(); });
    (is_taken ? std::cerr : std::cout) << printable(text) << std::flush;
    if (!is_whole) return could_not_run;
    return folder.has_changed() ? found_problems : good;
}

}  // namespace parley::cli
