// Whether a failed try is worth another one, and how long to wait before it. No I/O.
#pragma once

#include "openai/detail/problem.hpp"
#include "openai/endpoint.hpp"

namespace parley::openai {

// One try that failed before the first byte of an answer.
struct failed_try {
    error what;
    refusal_facts facts = {};  // status 0: no answer came
    std::optional<std::chrono::milliseconds> asked_wait = {};
    std::optional<bool> should_retry = {};  // `x-should-retry`
};

// Nothing when the header is not there, or says neither `true` nor `false`.
std::optional<bool> should_retry_of(const http::fields& headers);

// Whether it may pass by itself. What a person has to change never does, whatever the host says.
bool may_pass(const failed_try& failure);

// Whether it tells everybody to hold back, not only the request that met it.
bool is_busy_sign(const failed_try& failure);

// Our own wait after `tries` tries (1 or more); `jitter` from 0 to 1 shortens it by up to a quarter.
std::chrono::milliseconds own_wait(const retry_policy& policy, int tries, double jitter);

}  // namespace parley::openai
