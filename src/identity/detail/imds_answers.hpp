// What the answers of IMDS mean: there, not here, or refused; and when to ask again. No I/O.
#pragma once

#include "identity/detail/managed_source.hpp"
#include "identity/detail/retry.hpp"

namespace parley::identity {

// In a chain a gateway or captive portal that answers in IMDS's place means "not here", and is not asked
// twice.
enum class imds_patience { chain, full };

// `machine` outlives the policy.
retry_policy imds_retries(const host& machine, imds_patience patience);

// An answer that is not a token. A `status` of 200 stands for one that is not JSON.
error imds_problem(const http_answer& answer, imds_patience patience,
                   const std::optional<identity_selector>& which);

}  // namespace parley::identity
