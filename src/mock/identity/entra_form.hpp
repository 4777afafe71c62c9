// What every request to Entra says in its form or query: the tenant, the application and its proof, the
// resource. Pure functions.
#pragma once

#include "mock/identity/given_token.hpp"

#include <variant>

namespace parley::mock {

// A refusal by its number, or what was to be found out. `error` stands in place of the number's usual one.
struct refusal {
    int aadsts;
    std::string about = {};
    std::string_view error = {};
};
template <class T>
using found = std::variant<T, refusal>;

// Of the form of a POST, of the query of a GET; empty when it is not there.
std::string parameter(const login_call& call, std::string_view name);

// That of the path. `common` and its like are the home tenant.
found<std::string> find_tenant(const login_state& with, const login_call& call);

// By `client_id`; its object id is filled in.
found<application> find_application(const login_state& with, const login_call& call);

enum class proof_need { always, if_registered };

// How the application proves itself: by what it has registered, or by anything if it has registered nothing.
found<token_subject::proof> find_proof(const login_call& call, const application& whose, proof_need need);

// Tokens may be for it: the settings name it, or name none, or it is an application itself.
std::optional<refusal> check_resource(const login_state& with, const std::string& resource);

http::response entra_error(const login_call& call, const refusal& of);

}  // namespace parley::mock
