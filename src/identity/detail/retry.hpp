// Tries and waits of a credential's HTTP calls: which answers are worth another try, and when.
//
// `Retry-After` (seconds or a date) wins over our own delay. Everything ends at the caller's deadline, and a
// wait that would reach it is not begun.
#pragma once

#include "identity/host.hpp"

#include <functional>

namespace parley::identity {

struct retry_policy {
    // The wait before try number `tries` + 1 (`tries` have been made), or nothing: it is final.
    // `answer` is null when no answer came; then `problem` says why.
    std::function<std::optional<std::chrono::milliseconds>(int tries, const http_answer* answer,
                                                           const error* problem)>
        wait_before_next;
    std::chrono::milliseconds per_try_max{60'000};  // connection, head and body
};

// The last answer, whatever its status, or the last problem; errc::cancelled at once.
asio::awaitable<result<http_answer>> exchange_with_retries(const host& machine, http_call call,
                                                           retry_policy policy, deadline until);

// `wait` and up to a quarter of it more, so that replicas do not ask together.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds wait, const host& machine);

}  // namespace parley::identity
