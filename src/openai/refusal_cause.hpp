// Why Azure refuses a login that it has seen. No I/O.
//
// Status and code decide first; a service's sentences, which change, only where nothing else tells. They are
// looked at and never kept: they may quote what a user wrote.
#pragma once

#include <string_view>

namespace parley::openai {

enum class refusal_cause {
    unknown,
    keys_disabled,
    no_subdomain,  // the host takes keys only
    other_tenant,  // the token is of another tenant than the resource
    no_resource,   // the name in the host is nobody's
    network,       // whoever it is: not from there
    role,          // the token is good, its identity lacks a role
    unseen_token,  // the service asks for a key, as if no token had come
    audience,      // or tenant: the service does not say which
};

refusal_cause cause_of(unsigned status, std::string_view code, std::string_view message);

}  // namespace parley::openai
