// One way of getting an Entra access token, and what is asked of it.
//
// Fails with errc::credential_unavailable when it cannot even be tried here, with
// errc::authentication_failed when it was tried and refused; `detail` carries the HTTP status, AADSTS number
// and trace id where they are known, and never a token.
#pragma once

#include "base/deadline.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::identity {

using wall_time = std::chrono::system_clock::time_point;

enum class asked_by { application, chain };  // a chain wants a quick, soft "not here"

struct token_request {
    std::vector<std::string> scopes;  // normally one, ending in `/.default`
    std::string tenant = {};          // empty: the configured one
    std::string claims = {};          // a challenge of the resource; usually empty
    asked_by origin = asked_by::application;
};

struct access_token {
    secret text;
    wall_time expires_on;
    std::optional<wall_time> refresh_on = {};  // the service's own wish: from here on, ask for a newer one
};

// Thread-safe: immutable after construction, any loop may ask.
class token_credential {
public:
    virtual ~token_credential() = default;

    // The name people know it by, for reports and AZURE_TOKEN_CREDENTIALS: `AzureCliCredential`.
    virtual std::string_view name() const = 0;

    virtual asio::awaitable<result<access_token>> get_token(token_request request, deadline until) = 0;
};

}  // namespace parley::identity
