// parley ingest: documents into the store.
#include "ingest/ingest.hpp"

#include "base/printable.hpp"
#include "cli/answerer.hpp"
#include "cli/arguments.hpp"
#include "cli/ingest_embedder.hpp"
#include "cli/ingest_report.hpp"
#include "cli/mock_model.hpp"
#include "cli/stderr_log.hpp"
#include "cli/terminal.hpp"

#include <atomic>
#include <csignal>
#include <iostream>
#include <unistd.h>

namespace parley::cli {
namespace {

// Progress is drawn where nothing of what is said goes elsewhere.
bool can_show_progress()
{
    return is_terminal(STDOUT_FILENO) && is_terminal(STDERR_FILENO);
}

// Set by the handler, read by the run: the only state a signal handler may touch.
std::atomic<bool> stop_asked = false;

void ask_to_stop(int signal)
{
    stop_asked = true;
    std::signal(signal, SIG_DFL);  // a second Ctrl-C ends the program at once, which the store survives
}

report_style style_for(const settings& values)
{
    if (values.is_set("json")) return report_style::json;
    return can_show_progress() ? report_style::terminal : report_style::plain;
}

// What the options say, beside the paths; an error is wrong usage.
result<ingest::options> read_options(const command_line& given)
{
    if (given.operands.empty())
        return error{errc::invalid_input,
                     "parley ingest needs the files or folders to take in (see parley ingest --help)"};
    if (given.values.is_set("dry-run") && !given.values.is_set("prune"))
        return error{errc::invalid_input, "--dry-run says what --prune would remove: give both"};
    ingest::options options;
    options.paths.assign(given.operands.begin(), given.operands.end());
    const auto category = given.values.text("category");
    if (!category.empty() || given.fixed.contains("category")) options.category = category;
    options.prune = given.values.is_set("prune");
    options.prune_force = given.values.is_set("force");
    options.dry_run = given.values.is_set("dry-run");
    options.workers = static_cast<std::size_t>(given.values.number("workers"));
    options.stop = &stop_asked;
    if (const auto usable = ingest::check(options); !usable) return usable.error();
    return options;
}

// Why nothing was found to take in.
std::string nothing_below(const std::vector<std::filesystem::path>& paths, const std::filesystem::path& data)
{
    std::string text = "there are no documents below";
    for (const auto& path : paths)
        text += (path == paths.front() ? " " : ", ") + printable_line(path.string());
    std::error_code failed;
    for (const auto& path : paths)
        if (std::filesystem::equivalent(path, data, failed))
            text +=
                "; " + printable_line(path.string()) + " is the folder of the store, which is never taken in";
    return text;
}

std::size_t files_of(const ingest::summary& total)
{
    return total.added + total.updated + total.unchanged + total.removed + total.skipped + total.failed;
}

exit_status take_in(retrieval::store& store, const ingest::options& options,
                    const std::filesystem::path& folder, ingest_report& report)
{
    const auto total = ingest::run(store, options, report);
    if (!total) {
        complain(about_store(total.error(), folder));
        return total.error().code == errc::invalid_input || total.error().code == errc::not_found
                   ? wrong_usage
                   : could_not_run;
    }
    if (total->stopped) return could_not_run;
    if (files_of(*total) == 0 && !total->planned) {
        complain(nothing_below(options.paths, folder));
        return found_problems;
    }
    const bool has_problems = total->failed + total->skipped_by_name > 0 || total->vector_fault;
    return has_problems ? found_problems : good;
}

exit_status take_in_to(const std::filesystem::path& folder, const ingest::options& options,
                       report_style style)
{
    ingest_report report(std::cout, style);
    auto store =
        retrieval::store::open(folder, options.dry_run ? retrieval::access::read : retrieval::access::write);
    if (!store && options.dry_run && store.error().code == errc::not_found) {
        report.on_end({.planned = true});  // where nothing was taken in, nothing can go
        return good;
    }
    if (!store) {
        complain(about_store(store.error(), folder));
        return could_not_run;
    }
    std::signal(SIGPIPE, SIG_IGN);  // nobody reading the report any more is no reason to stop
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    return take_in(*store, options, folder, report);
}

}  // namespace

exit_status run_ingest(const command_line& given)
{
    auto options = read_options(given);
    const auto folder = data_folder(given.values);
    if (!options || !folder) {
        complain(options ? folder.error().detail : options.error().detail);
        return wrong_usage;
    }
    stderr_log log(log_level::warning);
    auto values = given.values;
    const auto stand_in = start_mock_model(values, log);
    const auto certificates = read_extra_certificates(values);
    if (!stand_in || !certificates) {
        complain(stand_in ? certificates.error().detail : stand_in.error().detail);
        return wrong_usage;
    }
    const auto model = model_access::from(values, *certificates, log);
    if (!model) {
        complain(model.error().detail);
        return wrong_usage;
    }
    const auto embed = ingest_embedder::from(values, *certificates, model->get(), stop_asked);
    options->embed = embed.get();
    const auto ended = take_in_to(*folder, *options, style_for(given.values));
    if (*model) (*model)->stop();
    return ended;
}

}  // namespace parley::cli
