// An access token as Entra makes them for its own services: a JWT of version 1.0, signed with our key.
#pragma once

#include "mock/identity/login_state.hpp"

#include <boost/json/object.hpp>

namespace parley::mock {

struct token_subject {
    std::string client_id;
    std::string object_id;
    std::string tenant;
    std::string resource_id = {};  // of a managed identity
    enum class proof { none, secret, certificate } by = proof::certificate;
    const person* who = nullptr;  // none: the application itself
    std::string scopes = {};      // that the person's token is for
};

struct given_token {
    std::string text;  // empty when it is to be missing
    login_time begins;
    login_time ends;
    std::chrono::seconds left;  // by whoever gave it; 0 when it has ended already
};

// `with` has a key. `usual_life` holds where the settings say nothing.
given_token give_token(const login_state& with, const login_call& call, const token_subject& to,
                       std::string_view audience, std::chrono::seconds usual_life);

// A JWT of these claims, signed with our key or as badly as the flaw says.
std::string signed_token(const login_state& with, token_flaw flaw, const boost::json::object& claims);

// Tells a person apart for one application only.
std::string pairwise_subject(const person& who, const std::string& client_id);

// Their own, or those of all tokens.
const std::vector<std::string>& groups_of(const login_settings& settings, const person& who);

// Of all tokens of a tenant.
std::string issuer_of(const login_settings& settings, std::string_view tenant);

// That of the settings, or the usual one.
std::string home_tenant(const login_settings& settings);

}  // namespace parley::mock
