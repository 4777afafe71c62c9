// The Entra token endpoint, as an application with its own proof uses it (client credentials).
//
// Immutable; any loop may ask. The proof's values are in no message.
#pragma once

#include "identity/entra_options.hpp"

namespace parley::identity {

struct application {
    std::string tenant;
    std::string client_id;
};

// What shows that we are the application: form fields that go beside the client id.
struct proof_field {
    std::string name;
    secret value;
};
using proof = std::vector<proof_field>;

// `client_assertion` and its type.
proof assertion_proof(secret assertion);

class token_endpoint {
public:
    // errc::invalid_input for a tenant, client id or authority that cannot be one.
    static result<token_endpoint> make(const host& machine, application who, const entra_options& options);

    // Where a token of this request is asked for; it is the audience of a signed assertion.
    result<std::string> url_for(const token_request& request) const;

    // errc::authentication_failed when it was refused; invalid_input for a request without scope or for a
    // tenant that is not allowed; the transport's errors when no answer came.
    asio::awaitable<result<access_token>> ask(token_request request, proof shown, deadline until) const;

    const application& who() const { return who_; }
    const host& machine() const { return *machine_; }

private:
    token_endpoint(const host& machine, application who, entra_options options);

    result<http_call> call_for(const token_request& request, const proof& shown) const;

    const host* machine_;
    application who_;
    entra_options options_;  // with a checked authority
};

}  // namespace parley::identity
