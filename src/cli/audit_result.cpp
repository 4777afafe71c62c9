#include "cli/audit_result.hpp"

#include "cli/arguments.hpp"
#include "cli/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace parley::cli {

bool write_outputs(const std::vector<audit_output>& outputs, std::span<const audit::page_outcome> pages,
                   usual_report usual)
{
    const bool is_shown = is_terminal(STDOUT_FILENO);
    const auto with =
        is_shown && std::getenv("NO_COLOR") == nullptr ? audit_colours::shown : audit_colours::none;
    bool is_whole = true;
    for (const auto& each : outputs) {
        if (each.file.empty()) {
            std::cout << rendered(each.format, pages, with) << std::flush;
        } else if (auto written = write_whole(each.file, rendered(each.format, pages, audit_colours::none));
                   !written) {
            complain(written.error().detail);
            is_whole = false;
        }
    }
    const bool is_said = std::ranges::any_of(outputs, [](const auto& each) { return each.file.empty(); });
    if (!is_said && usual == usual_report::shown)
        std::cout << rendered(is_shown ? audit_format::compact : audit_format::text, pages, with)
                  << std::flush;
    return is_whole;
}

exit_status status_of(audit::verdict on)
{
    switch (on) {
        case audit::verdict::good:
            return good;
        case audit::verdict::violations:
            return found_problems;
        case audit::verdict::not_audited:
            break;
    }
    return could_not_run;
}

}  // namespace parley::cli
