// A token out of the JSON of any Entra or managed identity endpoint. No I/O.
//
// Field forms differ between sources (spec: numbers as strings, five date forms); all are read here.
#pragma once

#include "identity/credential.hpp"

namespace parley::identity {

// `expires_in` counts from `asked_at` and wins over `expires_on`. errc::malformed names the fields that are
// there and their types, never their values.
result<access_token> read_token_answer(std::string_view body, wall_time asked_at);

}  // namespace parley::identity
