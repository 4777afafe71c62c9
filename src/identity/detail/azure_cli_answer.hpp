// What `az account get-access-token` answers and complains of. No I/O, but the local time zone counts.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

// `expires_on` wins; az before 2.54 gives only `expiresOn`, in local time without a zone. An hour that occurs
// twice is taken as the first. Never shows the output.
result<access_token> read_azure_cli_answer(std::string_view output);

error explain_azure_cli(const program_output& ended);

}  // namespace parley::identity
