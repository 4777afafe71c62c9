// What a client of a service is given: a token for one audience, kept fresh behind its back.
//
// Thread-safe: shared by all loops. A caller asks before each request and never keeps a token.
#pragma once

#include "identity/credential.hpp"

#include <memory>

namespace parley::identity {

class bearer_tokens {
public:
    virtual ~bearer_tokens() = default;

    // The token at hand, or nothing when `get` has something to do: fetch one, or begin to renew an ageing
    // one, which it still gives without a wait. No wait, no allocation.
    virtual std::shared_ptr<const access_token> at_hand() = 0;

    // The token at hand, or a new one: however many ask at once, it is fetched once. The errors of
    // token_credential, or timed_out at `until` (which does not stop the fetch for the others).
    virtual asio::awaitable<result<std::shared_ptr<const access_token>>> get(deadline until) = 0;

    // A resource answered 401 to it: it is dropped, unless a newer one is already at hand, or one was dropped
    // less than half a minute ago and another would fare no better.
    virtual void reject(const access_token& refused) = 0;
};

}  // namespace parley::identity
