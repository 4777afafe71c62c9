// What secrets are called, how they begin and which characters they have: the one list for the journal, the
// reader of requests and the recorder, which otherwise would each forget another one.
#pragma once

#include "base/ascii.hpp"

#include <array>
#include <string_view>

namespace parley::mock {

// Headers whose value is never kept.
inline constexpr auto secret_headers = std::to_array<std::string_view>(
    {"authorization", "api-key", "x-api-key", "cookie", "set-cookie", "proxy-authorization",
     "ocp-apim-subscription-key", "x-identity-header", "secret", "x-mock-token"});

// Parameters of a query and members of a form; their values are secrets whatever they look like.
inline constexpr auto secret_parameters = std::to_array<std::string_view>(
    {"key", "api-key", "api_key", "apikey", "token", "access_token", "id_token", "refresh_token", "sig",
     "signature", "code", "code_verifier", "device_code", "subscription-key", "client_secret",
     "client_assertion", "assertion", "password"});

// In a text the next run of key characters behind one of these is a secret.
inline constexpr auto secret_announcements = std::to_array<std::string_view>(
    {"bearer", "api-key", "api_key", "apikey", "access_token", "refresh_token", "client_secret",
     "client_assertion", "password", "subscription-key"});

// What keys begin with: OpenAI and its like, GitHub. Web tokens and AWS have a shape besides.
inline constexpr auto key_beginnings = std::to_array<std::string_view>({"sk-", "ghp_", "github_pat_"});
inline constexpr std::string_view web_token_beginning = "eyJ";
inline constexpr std::string_view aws_beginning = "AKIA";

constexpr bool is_key_character(char c)
{
    return ascii::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '+' ||
           c == '/';
}

}  // namespace parley::mock
