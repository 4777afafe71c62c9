// An application that proves itself with a client secret: a stored password, to be avoided where an identity
// of the machine can be had.
#pragma once

#include "identity/entra_options.hpp"

#include <memory>

namespace parley::identity {

struct client_secret_options {
    std::string tenant;
    std::string client_id;
    secret client_secret;
    entra_options entra = {};
};

// `machine` outlives it. errc::invalid_input when an option cannot be right.
result<std::unique_ptr<token_credential>> make_client_secret_credential(const host& machine,
                                                                        client_secret_options options);

}  // namespace parley::identity
