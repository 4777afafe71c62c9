// `parley audit report` and `parley audit diff`: what was saved before, without a browser.
#pragma once

#include "cli/command.hpp"

namespace parley::cli {

// `given` has the verb as its first operand.
exit_status report_saved_audit(const command_line& given);
exit_status compare_saved_audits(const command_line& given);

}  // namespace parley::cli
