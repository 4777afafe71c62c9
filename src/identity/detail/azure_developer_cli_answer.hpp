// What `azd auth token` answers and complains of. No I/O.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

// Never shows the output.
result<access_token> read_azure_developer_cli_answer(std::string_view output);

// The complaint is JSON lines that wrap console messages, or plain text.
error explain_azure_developer_cli(const program_output& ended);

}  // namespace parley::identity
