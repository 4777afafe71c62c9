// Several ways of getting a token, asked in order until one answers; that one is asked alone from then on.
//
// Only errc::credential_unavailable goes on to the next member; any other error ends the search. Searches are
// made one after the other, so that members are not tried by everybody at once. Thread-safe.
#pragma once

#include "base/log.hpp"
#include "identity/credential.hpp"

#include <memory>

namespace parley::identity {

// A member, or why there is none: it counts as a member that always fails so.
struct chain_member {
    std::string name;
    result<std::unique_ptr<token_credential>> credential;
};

// What a member said in the last search that reached it.
struct member_outcome {
    std::string name;
    std::optional<error> problem = {};  // nothing: it gave the token
};

struct chain_options {
    asked_by origin =
        asked_by::chain;      // what members are told; application, for a member that was asked for by name
    std::string advice = {};  // the last line of the error of a search
};

class chained_credential : public token_credential {
public:
    // `credential_unavailable` when every member of the search was, cancelled when the caller was, otherwise
    // authentication_failed. `detail` then has a line for each member that was tried.
    asio::awaitable<result<access_token>> get_token(token_request request, deadline until) override = 0;

    // The names of the members, as they are asked.
    virtual std::vector<std::string> order() const = 0;

    // The members that the last search tried, in order. Empty before the first one has ended.
    virtual std::vector<member_outcome> outcomes() const = 0;
};

// `log` outlives it. errc::invalid_input without a member.
result<std::unique_ptr<chained_credential>> make_chain(std::vector<chain_member> members, log_sink& log,
                                                       chain_options options = {});

}  // namespace parley::identity
