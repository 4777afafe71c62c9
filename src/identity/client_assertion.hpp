// An application that proves itself with a signed statement of somebody whom Entra trusts for it: a JWT that
// the caller brings for each request.
#pragma once

#include "identity/entra_options.hpp"

#include <functional>
#include <memory>

namespace parley::identity {

struct client_assertion_options {
    std::string tenant;
    std::string client_id;
    entra_options entra = {};
};

// Called from any loop, once per request of a token. Its error is the credential's.
using assertion_source = std::function<asio::awaitable<result<secret>>(deadline until)>;

// `machine` outlives it. errc::invalid_input when an option cannot be right.
result<std::unique_ptr<token_credential>> make_client_assertion_credential(const host& machine,
                                                                           client_assertion_options options,
                                                                           assertion_source source);

}  // namespace parley::identity
