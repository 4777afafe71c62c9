// `parley audit rules` and `parley audit browsers`: what there is to audit with, tried on a page of our own.
#pragma once

#include "cli/command.hpp"

namespace parley::cli {

// `given` has the verb as its first operand.
exit_status list_audit_rules(const command_line& given);
exit_status list_audit_browsers(const command_line& given);

}  // namespace parley::cli
