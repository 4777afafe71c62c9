// parley feedback: what visitors thought of answers.
#include "cli/arguments.hpp"
#include "cli/feedback_report.hpp"

#include <iostream>

namespace parley::cli {

exit_status run_feedback(const command_line& given)
{
    const auto folder = data_folder(given.values);
    const auto since_text = given.values.text("since");
    const auto since = since_text.empty() ? std::chrono::sys_seconds() : day_named(since_text);
    if (!folder || !given.operands.empty() || !since) {
        complain(!folder                   ? folder.error().detail
                 : !given.operands.empty() ? "parley feedback takes no operands (see parley feedback --help)"
                                           : "--since takes a day such as 2026-01-31");
        return wrong_usage;
    }
    const auto found = history::feedback_since(*folder, *since);
    if (!found) {
        complain(found.error().code == errc::not_found
                     ? "there is no feedback in " + folder->string() +
                           ": parley serve --feedback takes it; or name another folder with --data"
                     : found.error().detail);
        return could_not_run;
    }
    std::cout << (given.values.is_set("json") ? feedback_json(*found) : feedback_text(*found));
    return good;
}

}  // namespace parley::cli
