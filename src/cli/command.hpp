// A command of the program, as the table in main.cpp lists it.
#pragma once

#include "base/settings_parser.hpp"
#include "cli/exit_status.hpp"

#include <string_view>

namespace parley::cli {

struct command {
    std::string_view name;
    std::string_view operands;  // for the usage line, for example "PATH..."
    std::string_view summary;   // one line for the list of commands
    std::string_view details;   // what `--help` says below the usage line
    exit_status (*run)(const command_line& given);
};

exit_status run_serve(const command_line& given);
exit_status run_ingest(const command_line& given);
exit_status run_ask(const command_line& given);
exit_status run_eval(const command_line& given);
exit_status run_token(const command_line& given);
exit_status run_audit(const command_line& given);
exit_status run_doctor(const command_line& given);
exit_status run_mock(const command_line& given);
exit_status run_feedback(const command_line& given);

}  // namespace parley::cli
