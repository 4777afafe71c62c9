// What becomes of the outcomes of an audit: written in every format that was asked for, and judged.
#pragma once

#include "audit/verdict.hpp"
#include "cli/audit_output.hpp"
#include "cli/exit_status.hpp"

namespace parley::cli {

// Whether standard output has a report of the pages when nobody asks for one.
enum class usual_report { shown, none };

// Complains of what could not be written; says whether all of it was.
bool write_outputs(const std::vector<audit_output>& outputs, std::span<const audit::page_outcome> pages,
                   usual_report usual);

exit_status status_of(audit::verdict on);

}  // namespace parley::cli
