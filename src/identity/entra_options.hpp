// Which authority an application logs in at, and for which tenants it may ask.
#pragma once

#include "identity/host.hpp"

namespace parley::identity {

inline constexpr std::string_view authority_public = "https://login.microsoftonline.com";
inline constexpr std::string_view authority_china = "https://login.chinacloudapi.cn";
inline constexpr std::string_view authority_us_government = "https://login.microsoftonline.us";

enum class other_tenants { as_listed, never };

struct entra_options {
    std::string authority =
        {};  // with or without scheme and trailing slash; empty: AZURE_AUTHORITY_HOST, or public
    std::vector<std::string> additionally_allowed_tenants = {};  // `*`: any; empty: the variable of that name
    other_tenants tenants_asked_for =
        other_tenants::as_listed;  // also AZURE_IDENTITY_DISABLE_MULTITENANTAUTH
};

// What is not set, from the environment.
entra_options with_environment(entra_options options, const host& machine);

// `https://host[:port]`; errc::invalid_input for anything but https.
result<std::string> read_authority(std::string_view text);

// Letters, digits, `.` and `-`; otherwise errc::invalid_input.
result<void> check_tenant(std::string_view tenant);

// The tenant to ask: the configured one, or the one asked for when it is allowed; errc::invalid_input
// otherwise.
result<std::string> choose_tenant(std::string_view configured, std::string_view asked_for,
                                  const entra_options& options);

}  // namespace parley::identity
