// Whether an assertion proves that an application asks: its certificate's, or that of another issuer.
#pragma once

#include "mock/identity/login_state.hpp"

namespace parley::mock {

struct assertion_refusal {
    int aadsts;
    std::string about = {};
};

// Nothing when it does. An application that lists nothing is proven by anything that is a JWT in its time.
// `endpoint` is the URL that was asked.
std::optional<assertion_refusal> refuse_assertion(const application& whose, std::string_view assertion,
                                                  std::string_view endpoint, login_time now);

}  // namespace parley::mock
