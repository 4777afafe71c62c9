// The token of `Authorization: Bearer ...`.
#pragma once

#include "base/ascii.hpp"
#include "http/message.hpp"

namespace parley::mock {

// Empty when there is none, or another scheme. A part of `headers`.
inline std::string_view bearer_of(const http::fields& headers)
{
    constexpr std::string_view scheme = "bearer ";
    const auto said = headers.find("Authorization").value_or("");
    if (!ascii::equals_without_case(said.substr(0, scheme.size()), scheme)) return {};
    return ascii::trimmed(said.substr(scheme.size()));
}

}  // namespace parley::mock
